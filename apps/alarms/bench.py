"""The test bench: the alarms that a rule would have raised over a time that has passed, from what was stored.

Stored facts are made into the items that the feed would have carried, and go through the very code that reads the
feed. Two things a replay cannot know: when people would have acknowledged (taken as at once, so that a condition that
returns and comes again is a new alarm), and when they would have cleared what is cleared by hand (taken as never).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from apps.alarms.evaluation.facts import Fact, fact_of
from apps.alarms.evaluation.reacting import Book, book_for
from apps.alarms.evaluation.rulebook import Ready, ready
from apps.alarms.models import Rule
from apps.alarms.refusals import BenchTooLarge, BenchTooLong
from apps.alarms.rules.projecting import MEASURES, threshold_of
from apps.alarms.words import Trigger
from apps.alarms.workflow import QUIET, chatters, recent
from apps.cameras.models import Detection, Outage, PlateHit
from apps.cameras.outages import outage_item
from apps.cameras.sighted import detection_item, hit_item
from apps.core.clock import iso
from apps.core.geo import as_geojson
from apps.inspectors.safety import life_item, life_rows
from apps.regions.scope import Scope
from apps.sensors.models import Reading, Sensor
from apps.sensors.workflow import Sample, Span, replay

LONGEST: Final = timedelta(days=31)
FACTS_AT_MOST: Final = 200_000
READINGS_AT_MOST: Final = 5_000_000
CHUNK: Final = 500


@dataclass(slots=True)
class WouldBe:
    """An alarm that the rule would have raised, by its first fact; one that would still stand has no end."""

    first: Fact
    region: str
    source: str
    source_code: str
    source_name: str
    priority: int
    raised_at: datetime
    ended_at: datetime | None
    occurrences: int
    facts: dict[str, Any]
    lonlat: tuple[float, float] | None
    standing: set[str] = field(default_factory=set)
    transitions: list[datetime] = field(default_factory=list)


def run_over(rule: Rule, start: datetime, end: datetime, scope: Scope) -> list[WouldBe]:
    """The alarms from `start` to `end` in the rule's regions, as far as `scope` covers them, in order of time.

    Raises `BenchTooLong` for more than 31 days, and `BenchTooLarge` where there is more than can be gone through.
    """
    if not timedelta(0) < end - start <= LONGEST:
        raise BenchTooLong
    regions = [code for code in rule.regions.values_list("pk", flat=True) if scope.covers(code)]
    asked = ready(rule, version_id=0, regions=regions)
    return would_be(asked, _facts(rule, regions, start, end), end)


def would_be(rule: Ready, facts: Iterable[Fact], end: datetime) -> list[WouldBe]:
    """The alarms that these facts would have been; each fact counts once, whatever its grace time hides is left out."""
    raised = [fact for fact in _concerned(rule, facts) if _outlasts(fact, rule, end)]
    moments: list[tuple[datetime, int, Fact]] = [
        (fact.began_at + rule.grace, _BEGINS, fact) for fact in raised
    ]
    if not rule.needs_clearing:
        moments += [_end_of(fact, fact.ended_at) for fact in raised if fact.ended_at is not None]
    found: list[WouldBe] = []
    latest: dict[str, WouldBe] = {}
    for at, what, fact in sorted(moments, key=lambda moment: moment[:2]):
        if what == _BEGINS:
            _begin(fact, at, rule, latest, found)
        else:
            _end(fact, at, latest)
    return found


# At one moment what ends goes before what begins, but for what ends as soon as it has begun.
_ENDS, _BEGINS, _ENDS_AT_ONCE = range(3)


def _end_of(fact: Fact, ended_at: datetime) -> tuple[datetime, int, Fact]:
    is_short = ended_at <= fact.began_at
    return (fact.began_at, _ENDS_AT_ONCE, fact) if is_short else (ended_at, _ENDS, fact)


def _begin(fact: Fact, at: datetime, rule: Ready, latest: dict[str, WouldBe], found: list[WouldBe]) -> None:
    alarm = latest.get(fact.source)
    if alarm is None or (alarm.ended_at is not None and alarm.ended_at <= at):
        alarm = WouldBe(
            first=fact,
            region=fact.region,
            source=fact.source,
            source_code=fact.source_code,
            source_name=fact.source_name,
            priority=rule.priority,
            raised_at=at,
            ended_at=None,
            occurrences=0,
            facts=dict(fact.facts),
            lonlat=fact.lonlat,
        )
        latest[fact.source] = alarm
        found.append(alarm)
    if not alarm.standing:
        alarm.transitions = [*recent(alarm.transitions, fact.began_at), fact.began_at]
    # Chatter that is not yet quiet comes again: its return is taken back.
    alarm.ended_at = None
    alarm.occurrences += 1
    alarm.standing.add(fact.ref)


def _end(fact: Fact, at: datetime, latest: dict[str, WouldBe]) -> None:
    alarm = latest.get(fact.source)
    if alarm is None or fact.ref not in alarm.standing:
        return
    alarm.standing.discard(fact.ref)
    if not alarm.standing:
        alarm.transitions = [*recent(alarm.transitions, at), at]
        alarm.ended_at = at + QUIET if chatters(alarm.transitions, at) else at


def _outlasts(fact: Fact, rule: Ready, end: datetime) -> bool:
    return fact.began_at + rule.grace < end and rule.outlasts_grace(fact.began_at, fact.ended_at)


def _concerned(rule: Ready, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts that the rule waits for, a portion at a time."""
    portion: list[Fact] = []
    number = 0
    for number, fact in enumerate(facts, start=1):
        if number > FACTS_AT_MOST:
            raise BenchTooLarge
        portion.append(fact)
        if len(portion) == CHUNK:
            yield from _of_portion(portion, rule)
            portion = []
    yield from _of_portion(portion, rule)


def _of_portion(portion: list[Fact], rule: Ready) -> list[Fact]:
    if not portion:
        return []
    book: Book = book_for(portion, [rule])
    return [fact for fact in portion if book.concerned(fact)]


def _facts(rule: Rule, regions: list[str], start: datetime, end: datetime) -> Iterator[Fact]:
    trigger = Trigger(rule.trigger)
    if trigger in MEASURES:
        yield from _crossings(rule, regions, start, end)
        return
    topic, items = _STORED[trigger](regions, start, end)
    for item in items:
        fact = fact_of(topic, item)
        if fact is not None:
            yield fact


Stored = tuple[str, Iterator[dict[str, Any]]]


def _detections(regions: list[str], start: datetime, end: datetime) -> Stored:
    rows = Detection.objects.with_camera().filter(region__in=regions, began_at__gte=start, began_at__lt=end)
    return "detections", (detection_item(row) for row in rows.order_by("began_at").iterator(CHUNK))


def _outages(regions: list[str], start: datetime, end: datetime) -> Stored:
    rows = Outage.objects.shown().filter(region__in=regions, began_at__gte=start, began_at__lt=end)
    ordered = rows.select_related("camera", "node").order_by("began_at")
    return "outages", (outage_item(row) for row in ordered.iterator(CHUNK))


def _plates(regions: list[str], start: datetime, end: datetime) -> Stored:
    rows = PlateHit.objects.with_camera().filter(region__in=regions, at__gte=start, at__lt=end)
    return "plates", (hit_item(row) for row in rows.select_related("watch").order_by("at").iterator(CHUNK))


def _unanswered(regions: list[str], start: datetime, end: datetime) -> Stored:
    rows = life_rows().filter(region__in=regions, alarmed_at__gte=start, alarmed_at__lt=end)
    return "signs_of_life", (life_item(row) for row in rows.order_by("alarmed_at").iterator(CHUNK))


_STORED: Final = {
    Trigger.DETECTION: _detections,
    Trigger.CAMERA_OUTAGE: _outages,
    Trigger.PLATE: _plates,
    Trigger.SIGNS_OF_LIFE: _unanswered,
}


def _crossings(rule: Rule, regions: list[str], start: datetime, end: datetime) -> Iterator[Fact]:
    """What the rule's limit would have seen in the stored readings, sensor by sensor."""
    limit = threshold_of(rule, None)
    sensors = Sensor.objects.filter(kind=limit.kind, region__in=regions, retired_at=None)
    left = READINGS_AT_MOST
    for sensor in sensors.select_related("kind").order_by("pk").iterator(CHUNK):
        samples = _readings(sensor, start, end, left)
        left -= len(samples)
        for number, span in enumerate(replay(limit, samples, until=end)):
            fact = fact_of("crossings", _crossing_item(rule, sensor, number, span))
            if fact is not None:
                yield fact


def _readings(sensor: Sensor, start: datetime, end: datetime, at_most: int) -> list[Sample]:
    rows = Reading.objects.filter(sensor=sensor, at__gte=start, at__lt=end, is_outside=False)
    samples = list(rows.order_by("at").values_list("at", "value")[: at_most + 1])
    if len(samples) > at_most:
        raise BenchTooLarge
    return samples


def _crossing_item(rule: Rule, sensor: Sensor, number: int, span: Span) -> dict[str, Any]:
    """The crossing as the feed would have carried it; no row of it was ever kept."""
    limit = threshold_of(rule, sensor.region_id)
    return {
        "id": f"{sensor.pk}-{number}",
        "region": sensor.region_id,
        "sensor": {"id": sensor.pk, "code": sensor.code, "name": sensor.name, "kind": sensor.kind_id},
        "location": as_geojson(sensor.location),
        "threshold": {
            "id": None,
            "measure": limit.measure,
            "compare": limit.compare,
            "limit": limit.limit,
            "level": limit.level,
            "owner": f"rule:{rule.pk}",
        },
        "unit": sensor.kind.unit,
        "value": span.value,
        "peak": span.peak,
        "began_at": iso(span.began_at),
        "ended_at": iso(span.ended_at),
        "open": span.ended_at is None,
    }
