"""A rule about sensors sets limits of its own there while it is on; they are its own, and go with it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, cast

from apps.alarms.models import Rule
from apps.alarms.words import Trigger
from apps.incidents.people import Principal
from apps.regions.scope import Actor
from apps.sensors.actions import GivenThreshold, set_thresholds

MEASURES: Final = {Trigger.THRESHOLD: "value", Trigger.RATE: "rate", Trigger.ABSENCE: "absence"}


def owner_of(rule: Rule) -> str:
    """Whose limits these are."""
    return f"rule:{rule.pk}"


def project(rule: Rule, regions: Iterable[str], *, by: Principal | None, at: datetime) -> None:
    """Set the limits of a rule that is on; take those away of one that is off."""
    measure = MEASURES.get(Trigger(rule.trigger))
    if measure is None:
        return
    thresholds = [threshold_of(rule, region) for region in sorted(regions)] if rule.is_on else []
    set_thresholds(owner=owner_of(rule), thresholds=thresholds, by=cast("Actor | None", by), at=at)


def threshold_of(rule: Rule, region: str | None) -> GivenThreshold:
    """The limit that the rule sets for the sensors of its kind in a region."""
    given = rule.settings
    return GivenThreshold(
        kind=given["kind"],
        region=region,
        measure=MEASURES[Trigger(rule.trigger)],
        compare=given.get("compare", "above"),
        limit=float(given.get("after_s", given.get("limit", 0))),
        deadband=float(given.get("deadband") or 0),
        delay_s=int(given.get("delay_s") or 0),
        return_delay_s=int(given.get("return_delay_s") or 0),
        level=rule.priority,
    )
