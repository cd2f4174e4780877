"""Grace time: a fact that a rule gives time to end by itself waits as a row, and is raised when it has not."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from apps.alarms.evaluation.facts import Fact, moment
from apps.alarms.evaluation.rulebook import Ready
from apps.alarms.models import Wait
from apps.alarms.querysets import WaitQuerySet
from apps.alarms.words import SourceKind, Trigger
from apps.core.clock import iso


def put_off(fact: Fact, rule: Ready) -> None:
    """Let the fact wait; news of one that waits already is kept with it."""
    Wait.objects.update_or_create(
        rule_id=rule.id,
        fact=fact.ref,
        defaults={
            "rule_version_id": rule.version_id,
            "happening": _as_json(fact),
            "due_at": fact.began_at + rule.grace,
        },
    )


def forget(ref: str) -> None:
    """The fact has ended: nothing waits for it any more."""
    Wait.objects.filter(fact=ref).delete()


def due(*, at: datetime) -> WaitQuerySet:
    """What has waited long enough."""
    return Wait.objects.filter(due_at__lte=at)


def _as_json(fact: Fact) -> dict[str, Any]:
    told = asdict(fact)
    return told | {"began_at": iso(fact.began_at), "ended_at": iso(fact.ended_at)}


def fact_from(told: dict[str, Any]) -> Fact:
    """The fact as it was put off."""
    lonlat = told["lonlat"]
    given = told | {
        "trigger": Trigger(told["trigger"]),
        "source_kind": SourceKind(told["source_kind"]),
        "began_at": moment(told["began_at"]),
        "ended_at": None,
        "lonlat": tuple(lonlat) if lonlat else None,
    }
    return Fact(**given)
