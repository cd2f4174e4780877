"""Minutes, hours and local days of readings, however they came in, against plain Python over the rows."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from apps.sensors.actions import GivenReading, record_readings
from apps.sensors.models import DayRollup, HourRollup, LateHour, MinuteRollup, Reading, RollupProgress, Sensor
from apps.sensors.ticks import condense_readings, keep_partitions
from tests.sensors.factories import SensorFactory, SensorKindFactory

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Tashkent")
# Half an hour before 1 October begins in Tashkent; the UTC day, and its partition, ends five hours later.
T0 = datetime(2026, 9, 30, 18, 30, tzinfo=UTC)
HOUR = 3600
Rollups = dict[datetime, tuple[int, int, float | None, float | None, float | None, float | None]]


class Killed(Exception):  # nothing is wrong: the process has gone
    """The process is gone."""


@contextmanager
def killed_after(statements: int) -> Iterator[None]:
    """Nothing is executed after so many statements."""
    left = statements

    def execute(run: Callable[..., Any], *given: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0 and "SAVEPOINT" not in given[0]:
            raise Killed
        return run(*given)

    with suppress(Killed), connection.execute_wrapper(execute):
        yield


def begin_of(width: str, at: datetime) -> datetime:
    local = at.astimezone(ZONE).replace(second=0, microsecond=0)
    if width != "minute":
        local = local.replace(minute=0)
    return (local.replace(hour=0) if width == "day" else local).astimezone(UTC)


def by_hand(sensor: Sensor, width: str) -> Rollups:
    found: dict[datetime, list[tuple[float, bool]]] = {}
    rows = Reading.objects.filter(sensor=sensor).order_by("at").values_list("at", "value", "is_outside")
    for at, value, is_outside in rows:
        found.setdefault(begin_of(width, at), []).append((value, is_outside))
    return {at: summary(pairs) for at, pairs in found.items()}


def summary(pairs: Sequence[tuple[float, bool]]) -> Any:
    true = [value for value, is_outside in pairs if not is_outside]
    outside = len(pairs) - len(true)
    return (len(true), outside, *((min(true), max(true), sum(true), true[-1]) if true else (None,) * 4))


def kept(sensor: Sensor, model: Any) -> Rollups:
    names = ("at", "readings", "outside", "lowest", "highest", "total", "last")
    return {at: tuple(rest) for at, *rest in model.objects.filter(sensor=sensor).values_list(*names)}


def check(sensors: Sequence[Sensor]) -> None:
    for sensor in sensors:
        for width, model in (("minute", MinuteRollup), ("hour", HourRollup), ("day", DayRollup)):
            assert kept(sensor, model) == by_hand(sensor, width), width
    assert not LateHour.objects.exists()


# How late a reading comes: at once, near the edges of what counts as late, hours, and a day.
LATE = st.sampled_from([-200, 0, 30, 59, 60, 61, 119, 121, 600, HOUR, 6 * HOUR, 25 * HOUR])
# Eighths add up exactly in any order; 99 cannot be true.
VALUES = st.one_of(st.integers(-8, 80).map(lambda n: n / 8), st.just(99.0))
SAID = st.tuples(st.just("say"), st.lists(st.tuples(st.booleans(), LATE, VALUES), min_size=1, max_size=5))
AGAIN = st.tuples(st.sampled_from(["repeat", "differ"]), st.integers(0, 20))
LOOKED = st.tuples(st.just("tick"), st.one_of(st.none(), st.integers(0, 25)))
GAPS = st.sampled_from([1, 20, 45, 61, 130, 1800, 3599, 3600, 5 * HOUR])


# What fails is shown as it was found: each example costs some tenths of a second of database.
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
)
@drawn(st.lists(st.tuples(GAPS, st.one_of(SAID, SAID, AGAIN, LOOKED)), min_size=4, max_size=25))
def test_rollups_are_what_the_rows_say_however_they_came_and_whenever_the_work_was_cut_off(
    acts: Sequence[tuple[int, Any]],
) -> None:
    sensors = anew()
    said: list[GivenReading] = []
    at = T0
    for gap, (word, what) in acts:
        at += timedelta(seconds=gap)
        if word == "say":
            said += say(sensors, what, at)
        elif word == "tick":
            tick(at, what)
        elif said:
            say_again(said[what % len(said)], at, differs=word == "differ")
    for hours in (1, 30, 60):
        condense_readings(at + timedelta(hours=hours))
    check(sensors)


def anew() -> list[Sensor]:
    for model in (MinuteRollup, HourRollup, DayRollup, Reading, LateHour, RollupProgress):
        model.objects.all().delete()
    SensorKindFactory(code="drawn", low=-10, high=30)
    return [SensorFactory(kind__code="drawn") for _ in range(2)]


def say(
    sensors: Sequence[Sensor], what: Sequence[tuple[bool, int, float]], at: datetime
) -> list[GivenReading]:
    readings = [
        GivenReading(sensors[is_first].code, at - timedelta(seconds=late), value)
        for is_first, late, value in what
    ]
    record_readings(readings=readings, by=None, at=at)
    return readings


def say_again(reading: GivenReading, at: datetime, *, differs: bool) -> None:
    """A gateway sends once more what it had sent, or another value for the same time, which is refused."""
    again = GivenReading(reading.sensor, reading.at, reading.value + differs)
    record_readings(readings=[again], by=None, at=at)


def tick(at: datetime, statements: int | None) -> None:
    if statements is None:
        keep_partitions(at)
        condense_readings(at)
        return
    with killed_after(statements):
        condense_readings(at)


def test_what_came_in_before_anything_was_ever_condensed_is_condensed() -> None:
    """A portal that took readings for some hours before its ticker ran for the first time."""
    (sensor, _other) = anew()
    for n in range(8):
        at = T0 + timedelta(hours=n)
        record_readings(readings=[GivenReading(sensor.code, at, float(n))], by=None, at=at)
    condense_readings(T0 + timedelta(hours=40))
    check([sensor])


def test_each_batch_that_was_done_stays_done_when_the_next_is_cut_off() -> None:
    (sensor, _other) = anew()
    for n in range(6):
        at = T0 + timedelta(hours=n)
        record_readings(readings=[GivenReading(sensor.code, at, float(n))], by=None, at=at)
    condense_readings(T0 + timedelta(minutes=5))
    seen = []
    for statements in range(4, 12, 2):
        with killed_after(statements):
            condense_readings(T0 + timedelta(hours=40))
        seen.append(RollupProgress.objects.get().upto)
    assert seen == sorted(seen)
    assert len(set(seen)) > 1
    condense_readings(T0 + timedelta(hours=40))
    check([sensor])
