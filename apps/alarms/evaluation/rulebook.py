"""The rules that are switched on, ready to be asked; and which of them a fact concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import shapely
import shapely.prepared
from django.db.models import OuterRef, Subquery

from apps.alarms.evaluation.facts import Fact
from apps.alarms.models import Rule, RuleVersion
from apps.alarms.querysets import RuleQuerySet
from apps.alarms.rules.compiling import Compiled, compiled
from apps.alarms.rules.fields import WITH_THRESHOLDS
from apps.alarms.rules.schedule import is_within
from apps.alarms.words import Trigger
from apps.core.geo import to_shape
from apps.regions.models import Region

OWNER: Final = "rule:"


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule that can be asked about a fact."""

    id: int
    version_id: int
    name: str
    trigger: Trigger
    regions: frozenset[str]
    settings: Mapping[str, Any]
    conditions: Compiled
    schedule: Mapping[str, Any] | None
    zone: Any
    alarm_type: str
    priority: int
    escalate_after_s: int | None
    opens_incident: str | None
    needs_clearing: bool

    @property
    def grace(self) -> timedelta:
        """For how long a fact may end by itself."""
        return timedelta(seconds=self.settings.get("grace_s") or 0)

    def outlasts_grace(self, began_at: datetime, ended_at: datetime | None) -> bool:
        """Does the fact last longer than it may by itself? Without grace time everything does, however short."""
        return ended_at is None or not self.grace or ended_at > began_at + self.grace

    def concerns(self, fact: Fact, values: Mapping[str, Any], zones: Mapping[str, ZoneInfo]) -> bool:
        """Is this what the rule waits for? `values` are the fact's with what is known of its source."""
        return (
            fact.trigger == self.trigger
            and fact.region in self.regions
            and self._is_own(fact)
            and is_within(self.schedule, fact.began_at.astimezone(zones[fact.region]))
            and self._is_inside(fact)
            and self.conditions.holds_for(values)
        )

    def _is_own(self, fact: Fact) -> bool:
        """A crossing is of the limit that this very rule has set."""
        return self.trigger not in WITH_THRESHOLDS or fact.owner == f"{OWNER}{self.id}"

    def _is_inside(self, fact: Fact) -> bool:
        if self.zone is None:
            return True
        return fact.lonlat is not None and bool(self.zone.covers(shapely.Point(*fact.lonlat)))


def ready(rule: Rule, *, version_id: int, regions: Iterable[str]) -> Ready:
    """A rule that has been checked, as it stands now."""
    trigger = Trigger(rule.trigger)
    return Ready(
        id=rule.pk,
        version_id=version_id,
        name=rule.name,
        trigger=trigger,
        regions=frozenset(regions),
        settings=rule.settings,
        conditions=compiled(trigger, rule.conditions, rule.match),
        schedule=rule.schedule,
        zone=shapely.prepared.prep(to_shape(rule.zone.area)) if rule.zone else None,
        alarm_type=rule.alarm_type_id,
        priority=rule.priority,
        escalate_after_s=rule.escalate_after_s,
        opens_incident=rule.opens_incident_id,
        needs_clearing=rule.needs_clearing,
    )


_kept: dict[int, tuple[int, Ready]] = {}


def switched_on(triggers: Iterable[Trigger]) -> list[Ready]:
    """The rules of these triggers that are on; one that has not changed is not compiled again."""
    wanted = Rule.objects.switched_on().filter(trigger__in=list(triggers))
    return [_known(rule) for rule in _with_version(wanted)]


def _with_version(rules: RuleQuerySet) -> list[Rule]:
    version = RuleVersion.objects.filter(rule=OuterRef("pk"), number=OuterRef("version"))
    annotated = rules.annotate(version_id=Subquery(version.values("pk")[:1]))
    return list(annotated.select_related("zone").order_by("pk"))


def _known(rule: Rule) -> Ready:
    version_id: int = rule.version_id  # type: ignore[attr-defined]  # annotated
    held = _kept.get(rule.pk)
    if held is None or held[0] != version_id:
        codes = Region.objects.filter(alarm_rules=rule).values_list("code", flat=True)
        held = _kept[rule.pk] = (version_id, ready(rule, version_id=version_id, regions=codes))
    return held[1]


def time_zones() -> dict[str, ZoneInfo]:
    """The zone of each region."""
    return {code: ZoneInfo(name) for code, name in Region.objects.values_list("code", "time_zone")}
