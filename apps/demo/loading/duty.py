"""The shifts of the past month and of today: crews were on duty around the calls that they took."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from apps.core.clock import TASHKENT
from apps.core.constraints import check_at_once
from apps.core.copying import copy_rows
from apps.demo.loading.field import DEVICES
from apps.demo.seeds import chance, choose, id_at
from apps.inspectors.models import Assignment, Inspector, Shift, ShiftEntry, ShiftStep, Unit
from apps.inspectors.querysets import UnitQuerySet
from apps.inspectors.workflow import UnitStatus

# A day of the roster runs from here to here, so that a night belongs to the evening before it.
_TURNS_AT: Final = time(4)
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_LONGEST: Final = timedelta(hours=12)
_BEGINS_AT: Final = {8: 0.5, 9: 0.2, 14: 0.1, 20: 0.2}
_WORKS_WITHOUT_CALLS: Final = 0.55
_MISSED: Final = 0.03
_UNPLANNED: Final = 0.05
_PRESENT: Final = 0.93
_PLANNED_BEFORE: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift of a crew: as planned (None: nobody had), and as it came (None: nobody kept the plan, or it goes on).

    `half`: the first or the second half of the crew, where the day's calls are too many hours for all of them; else None.
    """

    day: datetime
    planned: tuple[datetime, datetime] | None
    began_at: datetime | None
    ended_at: datetime | None
    half: int | None = None


Calls = Sequence[tuple[datetime, datetime | None]]


def load_duty(*, days: int, at: datetime) -> int:
    """Write the shifts of the demo's crews; answers how many. Does nothing where any of these has one."""
    units = Unit.objects.active().filter(devices__identifier__startswith=DEVICES).distinct()
    if Shift.objects.filter(unit__in=units).exists():
        return 0
    calls = _calls(units)
    with transaction.atomic():
        check_at_once()
        shifts: list[Shift] = []
        lines: list[ShiftEntry] = []
        for unit in units.order_by("pk").prefetch_related("crew"):
            rng = chance("duty", unit.call_sign)
            for turn in draw_turns(
                rng,
                calls.get(unit.pk, []),
                is_on_duty=_is_on_duty(unit),
                is_large=len(unit.crew.all()) > 1,
                days=days,
                at=at,
            ):
                for shift, person in _shifts(rng, unit, turn):
                    shifts.append(shift)
                    lines += _lines(rng, shift, person)
        copy_rows(shifts)
        copy_rows(lines)
    return len(shifts)


def _is_on_duty(unit: Unit) -> bool:
    return unit.status not in {UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE}


def _calls(units: UnitQuerySet) -> dict[int, list[tuple[datetime, datetime | None]]]:
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    rows = Assignment.objects.filter(unit__in=units).order_by("assigned_at")
    for unit_id, assigned_at, ended_at in rows.values_list("unit_id", "assigned_at", "ended_at"):
        if assigned_at is not None:
            found.setdefault(unit_id, []).append((assigned_at, ended_at))
    return found


def draw_turns(
    rng: random.Random, calls: Calls, *, is_on_duty: bool, is_large: bool, days: int, at: datetime
) -> Iterator[Turn]:
    """The turns of each day, the earliest first; today's goes on where the crew is on duty."""
    today = _day_of(at)
    by_day: dict[date, list[tuple[datetime, datetime | None]]] = {}
    for call in calls:
        by_day.setdefault(_day_of(call[0]), []).append(call)
    for n in range(days, 0, -1):
        yield from _past(rng, today - n * _DAY, by_day.get(today - n * _DAY, []), is_large=is_large, at=at)
    if is_on_duty:
        yield _running(rng, today, by_day.get(today, []), at)


def _day_of(moment: datetime) -> date:
    return (moment.astimezone(TASHKENT) - timedelta(hours=_TURNS_AT.hour)).date()


def _past(rng: random.Random, day: date, calls: Calls, *, is_large: bool, at: datetime) -> Iterator[Turn]:
    """Nobody works longer than a turn; what comes after it is the other half's, or nobody's."""
    since = datetime.combine(day, _TURNS_AT, TASHKENT)
    if not calls:
        if turn := _without_calls(rng, since):
            yield turn
        return
    is_split = is_large and calls[-1][0] > calls[0][0] + _LONGEST
    first = _around(rng, since, since + _DAY, calls, half=0 if is_split else None, at=at)
    yield first
    later = [call for call in calls if first.ended_at is not None and call[0] >= first.ended_at]
    if is_split and later and first.ended_at is not None:
        yield _around(rng, first.ended_at, since + _DAY, later, half=1, at=at)


def _around(
    rng: random.Random, since: datetime, until: datetime, calls: Calls, *, half: int | None, at: datetime
) -> Turn:
    """A turn that begins before the first of these calls and lasts until the last that fits."""
    first = calls[0][0]
    begin = max(since, (first - rng.uniform(0.2, 3) * _HOUR).replace(minute=0, second=0, microsecond=0))
    last = max((ended_at or at) for assigned_at, ended_at in calls if assigned_at < begin + _LONGEST)
    hours = 12 if half is not None else rng.choice((8, 9, 12))
    end = min(until, begin + _LONGEST, max(begin + hours * _HOUR, last))
    planned_to = min(until, begin + max(1, round((end - begin) / _HOUR)) * _HOUR)
    began_at = max(since, min(begin + _jitter(rng, 600), first - timedelta(seconds=30)))
    ended_at = min(until, max(end + _jitter(rng, 900), began_at + timedelta(minutes=10)))
    planned = None if rng.random() < _UNPLANNED or planned_to <= begin else (begin, planned_to)
    return Turn(since, planned, began_at, min(ended_at, at), half)


def _without_calls(rng: random.Random, since: datetime) -> Turn | None:
    if rng.random() >= _WORKS_WITHOUT_CALLS:
        return None
    begin = since.replace(hour=choose(rng, _BEGINS_AT))
    planned = (begin, min(begin + 9 * _HOUR, since + _DAY))
    if rng.random() < _MISSED:
        return Turn(since, planned, None, None)
    ended_at = min(planned[1] + _jitter(rng, 900), since + _DAY)
    return Turn(since, planned, begin + _jitter(rng, 600), ended_at)


def _running(rng: random.Random, day: date, calls: Calls, at: datetime) -> Turn:
    since = datetime.combine(day, _TURNS_AT, TASHKENT)
    begin = at - rng.uniform(0.5, 7) * _HOUR
    first = calls[0][0] - timedelta(minutes=20) if calls else begin
    begin = max(since, min(begin, first)).replace(minute=0, second=0, microsecond=0)
    end = max(begin + 9 * _HOUR, (at + 2 * _HOUR).replace(minute=0, second=0, microsecond=0))
    began_at = max(since, begin + timedelta(seconds=rng.uniform(0, 240)))
    return Turn(since, (begin, end), min(began_at, at), None)


def _jitter(rng: random.Random, seconds: float) -> timedelta:
    return timedelta(seconds=round(rng.uniform(-seconds, seconds)))


def _shifts(rng: random.Random, unit: Unit, turn: Turn) -> Iterator[tuple[Shift, Inspector]]:
    """One for each of the crew, or of its half, who came; one of them always does."""
    crew = list(unit.crew.all())
    if turn.half is not None:
        crew = crew[turn.half :: 2]
    present = [person for person in crew if rng.random() < _PRESENT] or crew[:1]
    for person in present:
        planned_from, planned_to = turn.planned or (None, None)
        shift = Shift(
            id=id_at(rng, turn.began_at or turn.day),
            inspector=person,
            unit=unit,
            planned_from=planned_from,
            planned_to=planned_to,
            began_at=turn.began_at,
            ended_at=turn.ended_at,
        )
        yield shift, person


def _lines(rng: random.Random, shift: Shift, person: Inspector) -> Iterator[ShiftEntry]:
    """What its history tells: planned by the roster, begun and ended by whoever worked it."""
    if shift.planned_from is not None:
        moment = shift.planned_from - _PLANNED_BEFORE
        yield _line(rng, shift, ShiftStep.PLANNED, moment, None)
    for step, stamp in ((ShiftStep.STARTED, shift.began_at), (ShiftStep.ENDED, shift.ended_at)):
        if stamp is not None:
            yield _line(rng, shift, step, stamp, person.user_id)


def _line(
    rng: random.Random, shift: Shift, step: ShiftStep, moment: datetime, user_id: int | None
) -> ShiftEntry:
    return ShiftEntry(
        id=id_at(rng, moment),
        shift=shift,
        step=step,
        happened_at=moment,
        recorded_at=moment,
        by_user_id=user_id,
    )
