"""Facts held against the rules: which alarms they raise, hold up or end, and what follows from that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from apps.alarms.actions import Occurrence, Return, Signal, ask_for_incidents, signal_alarms, suppress_alarms
from apps.alarms.evaluation.explaining import explained_by_nodes, returned_behind_nodes
from apps.alarms.evaluation.facts import Fact
from apps.alarms.evaluation.rulebook import Ready, switched_on, time_zones
from apps.alarms.evaluation.sources import Known, known_of
from apps.alarms.evaluation.waiting import Patience
from apps.alarms.models import Alarm, AlarmType
from apps.alarms.words import Trigger
from apps.core.geo import point

# What a sensor's own limit raises, where no type is called as the sensor's kind.
SENSOR_LIMIT: Final = "sensor_limit"
SENSOR_SILENT: Final = "sensor_silent"
# Kinds of sensor whose alarms are called otherwise.
TYPE_OF_KIND: Final = {
    "air_temperature": "extreme_weather",
    "carbon_monoxide": "gas",
    "pm25": "air_quality",
    "precipitation": "extreme_weather",
    "snow_depth": "extreme_weather",
    "traffic_count": "traffic",
    "water_flow": "water_level",
    "wind_speed": "extreme_weather",
}


@dataclass(frozen=True, slots=True)
class Book:
    """All that facts are held against."""

    rules: Sequence[Ready]
    known: Known
    zones: dict[str, ZoneInfo]
    types: frozenset[str]

    def concerned(self, fact: Fact) -> list[Ready]:
        """The rules that this fact concerns."""
        values = self.known.values_of(fact)
        return [rule for rule in self.rules if rule.concerns(fact, values, self.zones)]


def book_for(facts: Sequence[Fact], rules: Sequence[Ready]) -> Book:
    """What these facts need, in a few questions."""
    types = frozenset(AlarmType.objects.filter(is_active=True).values_list("pk", flat=True))
    return Book(rules, known_of(facts), time_zones(), types)


def react(*, facts: Sequence[Fact], at: datetime) -> list[Alarm]:
    """Raise, count and return what the facts say, in their order; the alarms that are new or changed.

    The caller's transaction holds all of it, and the reader's advance.
    """
    rules = switched_on({fact.trigger for fact in facts})
    book = book_for(facts, rules)
    ends = {fact.ref: fact.ended_at for fact in facts if fact.ended_at}
    patience = Patience()
    signals: list[Signal] = []
    for fact in facts:
        if fact.ended_at and not fact.is_begin:
            signals += _ended(fact, patience)
        else:
            signals += _begun(fact, book, patience, at, ends.get(fact.ref))
    patience.store()
    alarms = signal_alarms(signals=signals, by=None, at=at)
    follow_up(alarms, rules, at=at)
    return alarms


def _ended(fact: Fact, patience: Patience) -> list[Signal]:
    patience.forget(fact.ref)
    ended: list[Signal] = [Return(fact.source, fact.ref, fact.ended_at or fact.began_at, dict(fact.facts))]
    return ended + list(returned_behind_nodes(fact))


def _begun(
    fact: Fact, book: Book, patience: Patience, at: datetime, ended_at: datetime | None
) -> list[Signal]:
    """`ended_at` where it is known already that the fact has ended since."""
    signals: list[Signal] = []
    for rule in book.concerned(fact):
        if not rule.outlasts_grace(fact.began_at, ended_at):
            continue
        if fact.began_at + rule.grace > at:
            patience.put_off(fact, rule)
        else:
            signals.append(occurrence_of(fact, rule, book.known))
    own = own_limit(fact, book)
    return [*signals, own] if own else signals


def occurrence_of(fact: Fact, rule: Ready, known: Known) -> Occurrence:
    """What the rule makes of the fact."""
    return Occurrence(
        type=rule.alarm_type,
        priority=rule.priority,
        ref=f"{fact.ref}|{rule.id}",
        rule=rule.id,
        rule_version=rule.version_id,
        needs_clearing=rule.needs_clearing,
        escalate_after_s=rule.escalate_after_s,
        **_source(fact, known),
    )


def own_limit(fact: Fact, book: Book) -> Occurrence | None:
    """A limit that belongs to the sensor or its kind raises an alarm without any rule; its level is the priority."""
    if fact.sensor is None or fact.owner or fact.level is None:
        return None
    called = TYPE_OF_KIND.get(fact.kind, fact.kind)
    wanted = SENSOR_SILENT if fact.trigger == Trigger.ABSENCE else called
    if wanted not in book.types:
        wanted = SENSOR_LIMIT
    if wanted not in book.types:
        return None
    return Occurrence(
        type=wanted, priority=min(max(fact.level, 1), 4), ref=f"{fact.ref}|", **_source(fact, book.known)
    )


def _source(fact: Fact, known: Known) -> dict[str, Any]:
    return {
        "region": fact.region,
        "district": known.district_of(fact),
        "source": fact.source,
        "source_kind": fact.source_kind.value,
        "source_id": fact.source_id,
        "source_code": fact.source_code,
        "source_name": fact.source_name,
        "location": point(*fact.lonlat) if fact.lonlat else None,
        "camera": fact.camera,
        "sensor": fact.sensor,
        "facts": dict(fact.facts),
        "private": dict(fact.private),
        "at": fact.began_at,
    }


def follow_up(alarms: Iterable[Alarm], rules: Iterable[Ready], *, at: datetime) -> None:
    """Suppress what a node's alarm explains; ask for the incidents that rules want, once an alarm."""
    alarms = [alarm for alarm in alarms if alarm.is_open]
    suppress_alarms(explained=explained_by_nodes(alarms), at=at)
    opening = {rule.id for rule in rules if rule.opens_incident}
    if asking := [alarm.pk for alarm in alarms if alarm.rule_id in opening]:
        ask_for_incidents(alarm_ids=asking, at=at)
