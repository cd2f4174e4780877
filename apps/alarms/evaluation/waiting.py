"""Grace time: a fact that a rule gives time to end by itself waits as a row, and is raised when it has not."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from apps.alarms.evaluation.facts import Fact, moment
from apps.alarms.evaluation.rulebook import Ready
from apps.alarms.models import Wait
from apps.alarms.querysets import WaitQuerySet
from apps.alarms.words import SourceKind, Trigger
from apps.core.clock import iso


@dataclass(slots=True)
class Patience:
    """What a batch of facts lets wait, and what need not wait any more; stored at once."""

    waits: dict[tuple[int, str], Wait] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)

    def put_off(self, fact: Fact, rule: Ready) -> None:
        """Let the fact wait; news of one that waits already is kept with it."""
        self.waits[rule.id, fact.ref] = Wait(
            rule_id=rule.id,
            rule_version_id=rule.version_id,
            fact=fact.ref,
            happening=_as_json(fact),
            due_at=fact.began_at + rule.grace,
        )

    def forget(self, ref: str) -> None:
        """The fact has ended: nothing waits for it any more."""
        self.over.add(ref)
        self.waits = {key: wait for key, wait in self.waits.items() if key[1] != ref}

    def store(self) -> None:
        """Before the signals are applied: whoever raises what waited at this moment holds the row until it is raised."""
        if self.over:
            Wait.objects.filter(fact__in=self.over).delete()
        Wait.objects.bulk_create(
            self.waits.values(),
            update_conflicts=True,
            unique_fields=["rule", "fact"],
            update_fields=["rule_version", "happening", "due_at", "error", "tried_at"],
        )


def due(*, at: datetime) -> WaitQuerySet:
    """What has waited long enough, less what could not be raised."""
    return Wait.objects.filter(due_at__lte=at, error="")


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
