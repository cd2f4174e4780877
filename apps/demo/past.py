"""Incidents of the past month, region by region: what happened, where, who called, how it went. Pure."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from apps.demo.addresses import address_of
from apps.demo.courses import Course, Ending, draw_course
from apps.demo.districts import district_of
from apps.demo.geography import Ground, Spot
from apps.demo.intervals import Step, draw_s
from apps.demo.kinds import Kind, draw_kind, draw_priority, draw_title
from apps.demo.rates import moments
from apps.demo.seeds import choose
from apps.demo.texts.people import draw_number

_EXERCISES: Final = 0.003
_BY_OFFICERS: Final = 0.05
_MERGED: Final = 0.022
_MORE_CALLS: Final = {0: 0.86, 1: 0.09, 2: 0.035, 3: 0.015}
_WITHOUT_INCIDENT: Final = 0.12
CHANNELS: Final = {"102": 0.72, "112": 0.18, "app": 0.08, "button": 0.02}
SOURCES: Final = {"said": 0.62, "map": 0.18, "cell": 0.14, "device": 0.06}
_ACCURACY_M: Final = {"said": (60, 400), "map": (10, 60), "cell": (300, 1500), "device": (5, 40)}
NO_INCIDENT: Final = {"information": 0.52, "silent": 0.26, "prank": 0.2, "test": 0.02}
_DISTRICT_NAMED: Final = 0.9


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call that rang; it may have been hung up before anybody answered. `outcome` is its end."""

    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    channel: str
    number: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Case:
    """An incident of the past. `repeats` is the index of the case that it was merged into."""

    kind: Kind
    priority: int
    title: str
    spot: Spot
    address: str
    district: str | None
    location_source: str
    accuracy_m: float
    source: str
    calls: tuple[PastCall, ...]
    course: Course
    is_exercise: bool = False
    is_by_officer: bool = False
    repeats: int | None = None

    @property
    def reported_at(self) -> datetime:
        """When it was reported."""
        return self.course.stamps["reported_at"]


def draw_cases(
    rng: random.Random,
    ground: Ground,
    kinds: Sequence[Kind],
    districts: Mapping[str, str],
    *,
    start: datetime,
    end: datetime,
    count: int,
) -> list[Case]:
    """`count` incidents between two moments, in the order they were reported."""
    cases: list[Case] = []
    for moment in moments(rng, start=start, end=end, count=count):
        repetition = _repetition(rng, cases, ground.code) if rng.random() < _MERGED else None
        cases.append(repetition or _case(rng, ground, kinds, districts, moment))
    return cases


def draw_idle_calls(
    rng: random.Random, region: str, *, start: datetime, end: datetime, incidents: int
) -> Iterator[PastCall]:
    """The calls that became no incident: information, silent, pranks, tests."""
    for moment in moments(rng, start=start, end=end, count=round(incidents * _WITHOUT_INCIDENT)):
        yield _call(rng, region, moment, choose(rng, NO_INCIDENT))


def accuracy_m(rng: random.Random, source: str) -> float:
    """How far off a point may be, by where it comes from; metres."""
    return float(round(rng.uniform(*_ACCURACY_M[source])))


def _case(
    rng: random.Random, ground: Ground, kinds: Sequence[Kind], districts: Mapping[str, str], moment: datetime
) -> Case:
    kind = draw_kind(rng, kinds, moment)
    priority = draw_priority(rng, kind)
    spot = ground.spot(rng, countryside=0.22)
    is_by_officer = rng.random() < _BY_OFFICERS
    calls = () if is_by_officer else _calls(rng, ground.code, moment)
    location_source = "device" if is_by_officer else choose(rng, SOURCES)
    return Case(
        kind=kind,
        priority=priority,
        title=draw_title(rng, kind),
        spot=spot,
        address=address_of(rng, spot),
        district=district_of(spot, districts) if rng.random() < _DISTRICT_NAMED else None,
        location_source=location_source,
        accuracy_m=accuracy_m(rng, location_source),
        source="patrol" if is_by_officer else calls[0].channel,
        calls=calls,
        course=draw_course(
            rng, reported_at=_reported_at(calls, moment), priority=priority, region=ground.code
        ),
        is_exercise=rng.random() < _EXERCISES,
        is_by_officer=is_by_officer,
    )


def _reported_at(calls: Sequence[PastCall], moment: datetime) -> datetime:
    """Some twenty seconds into the first call the operator has what is needed."""
    if not calls:
        return moment
    first = calls[0]
    return (first.answered_at or first.rang_at) + (first.ended_at - first.rang_at) * 0.3


def _calls(rng: random.Random, region: str, moment: datetime) -> tuple[PastCall, ...]:
    """The one that reported it, and those of others who saw the same within some minutes."""
    more = choose(rng, _MORE_CALLS)
    later = sorted(moment + timedelta(seconds=rng.uniform(60, 420)) for _ in range(more))
    return (
        _call(rng, region, moment, "new_incident"),
        *(_call(rng, region, each, "attached") for each in later),
    )


def _call(rng: random.Random, region: str, moment: datetime, outcome: str) -> PastCall:
    waited = draw_s(rng, Step.ANSWER, priority=3, moment=moment, region=region)
    talked = draw_s(rng, Step.TALK, priority=3, moment=moment, region=region)
    answered_at = moment + timedelta(seconds=round(waited, 1))
    return PastCall(
        rang_at=moment,
        answered_at=answered_at,
        ended_at=answered_at + timedelta(seconds=round(talked, 1)),
        channel=choose(rng, CHANNELS),
        number=draw_number(rng),
        outcome=outcome,
    )


def _repetition(rng: random.Random, cases: Sequence[Case], region: str) -> Case | None:
    """A call about the newest incident that was taken for a new one, and merged into it while that was open."""
    index = next((n for n in range(len(cases) - 1, -1, -1) if cases[n].repeats is None), None)
    if index is None:
        return None
    first = cases[index]
    called_at = first.reported_at + timedelta(seconds=rng.uniform(40, 150))
    call = _call(rng, region, called_at, "attached")
    reported_at = _reported_at((call,), called_at)
    waited_s = draw_s(rng, Step.TAKE, priority=first.priority, moment=called_at, region=region)
    acknowledged_at = reported_at + timedelta(seconds=round(waited_s, 1))
    merged_at = acknowledged_at + timedelta(seconds=round(rng.uniform(10, 60)))
    if first.course.last_at <= merged_at:
        return None
    stamps = {"reported_at": reported_at, "acknowledged_at": acknowledged_at}
    course = Course(Ending.MERGED, stamps, gave_up_at=merged_at)
    source = call.channel
    return replace(first, calls=(call,), course=course, source=source, repeats=index, is_by_officer=False)
