"""A rule as somebody wrote it, before it is checked; and a rule as it is kept for good."""

from dataclasses import dataclass, field
from typing import Any

from apps.alarms.models import Rule
from apps.alarms.words import Trigger
from apps.core.encoding import decode


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What a rule says. `zone` is an id, `alarm_type` and `opens_incident` are codes."""

    name: str
    trigger: Trigger
    regions: frozenset[str]
    alarm_type: str
    priority: int
    settings: dict[str, Any] = field(default_factory=dict)
    match: str = "all"
    conditions: list[dict[str, Any]] = field(default_factory=list)
    schedule: dict[str, Any] | None = None
    zone: int | None = None
    escalate_after_s: int | None = None
    opens_incident: str = ""
    needs_clearing: bool = False


def definition_of(rule: Rule, regions: frozenset[str]) -> dict[str, Any]:
    """The whole rule as plain values, with the shape of its zone: readable when all of that has changed."""
    zone = rule.zone
    area = {"id": zone.pk, "name": zone.name, "area": decode(zone.area.geojson)} if zone else None
    return {
        "name": rule.name,
        "trigger": rule.trigger,
        "regions": sorted(regions),
        "settings": rule.settings,
        "match": rule.match,
        "conditions": rule.conditions,
        "schedule": rule.schedule,
        "zone": area,
        "alarm_type": rule.alarm_type_id,
        "priority": rule.priority,
        "escalate_after_s": rule.escalate_after_s,
        "opens_incident": rule.opens_incident_id or "",
        "needs_clearing": rule.needs_clearing,
    }
