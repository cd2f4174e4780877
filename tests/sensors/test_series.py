"""What a chart shows, against plain Python over the same readings."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from apps.sensors.actions import GivenReading, record_readings
from apps.sensors.models import DayRollup, HourRollup, LateHour, MinuteRollup, Sensor
from apps.sensors.rollups import condense
from apps.sensors.series import Period, finest_of, series_of
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Tashkent")
# 23:00 in Tashkent: the local day ends an hour later, at 19:00 UTC.
T0 = datetime(2026, 10, 1, 18, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def say(sensor: Sensor, pairs: list[tuple[float, float]], came: float) -> None:
    readings = [GivenReading(sensor.code, at(seconds), value) for seconds, value in pairs]
    outcome = record_readings(readings=readings, by=None, at=at(came))
    assert outcome.rejected == []


def an_hour_and_more(seed: int) -> list[tuple[float, float]]:
    source = random.Random(seed)
    return [(n * 20 + source.randrange(20), round(source.uniform(0, 9), 3)) for n in range(600)]


def by_hand(pairs: list[tuple[float, float]], step: int, start: datetime) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for seconds, value in pairs:
        passed = int((at(seconds) - start).total_seconds())
        begin = start + timedelta(seconds=passed - passed % step)
        found.setdefault(round(begin.timestamp() * 1000), []).append(value)
    return found


@pytest.mark.parametrize("is_condensed", [False, True])
@pytest.mark.parametrize("points", [20, 60, 150, 500])
def test_buckets_hold_lowest_highest_and_mean_whether_condensed_or_not(
    points: int, is_condensed: bool
) -> None:
    sensor = SensorFactory()
    pairs = an_hour_and_more(points)
    say(sensor, pairs, 12_000)
    if is_condensed:
        condense(at=at(9000))
    period = Period(T0, at(12_000), points, ZONE)
    told = series_of(sensor, period)
    expected = by_hand(pairs, period.step_s, period.origin)
    assert told["step_s"] == period.step_s
    assert len(told["at"]) <= points
    shown = {
        a: (low, high, mean, n)
        for a, low, high, mean, n in zip(
            *(told[name] for name in ("at", "low", "high", "mean", "readings")), strict=True
        )
        if n
    }
    assert shown == {
        moment: (min(values), max(values), pytest.approx(sum(values) / len(values)), len(values))
        for moment, values in expected.items()
    }


def test_few_readings_come_as_they_are_with_gaps_and_marks() -> None:
    sensor = SensorFactory(kind__interval_s=60, kind__high=30)
    say(sensor, [(0, 1), (60, 2), (600, 3), (660, 99)], 700)
    told = series_of(sensor, Period(T0, at(700), 100, ZONE))
    assert told["step_s"] == 0
    assert told["mean"] == [1, 2, None, 3, None]
    assert told["outside"] == [0, 0, 0, 0, 1]
    assert told["marks"] == [[round(at(660).timestamp() * 1000), 99]]


def test_a_day_of_the_chart_is_a_local_day() -> None:
    sensor = SensorFactory()
    # The last minute of 1 October and the first of 2 October, in Tashkent.
    say(sensor, [(3599, 1.0), (3600, 5.0)] + [(4000 + n, 5.0) for n in range(50)], 4100)
    condense(at=at(3 * 86400))
    assert [row.at for row in DayRollup.objects.order_by("at")] == [at(3600 - 86400), at(3600)]
    period = Period(at(3600 - 86400), at(3600 + 9 * 86400), 12, ZONE)
    told = series_of(sensor, period)
    assert told["step_s"] == 86400
    assert (told["at"], told["low"]) == (
        [round(at(s).timestamp() * 1000) for s in (3600 - 86400, 3600)],
        [1.0, 5.0],
    )


def test_condensing_again_changes_nothing_and_late_readings_are_counted() -> None:
    sensor = SensorFactory()
    say(sensor, [(n * 30, n % 7) for n in range(240)], 7200)
    condense(at=at(8000))
    before = list(HourRollup.objects.values_list("at", "readings", "total"))
    condense(at=at(8000))
    assert list(HourRollup.objects.values_list("at", "readings", "total")) == before
    say(sensor, [(100, 9.5)], 8000)
    assert LateHour.objects.filter(at=T0).exists()
    condense(at=at(8030))
    hour = HourRollup.objects.get(at=T0)
    assert (hour.readings, hour.highest) == (before[0][1] + 1, 9.5)
    assert MinuteRollup.objects.get(at=at(60)).highest == 9.5
    assert not LateHour.objects.filter(at__lt=at(7200)).exists()


def test_the_last_value_of_a_minute_is_that_of_the_newest_reading() -> None:
    sensor = SensorFactory()
    say(sensor, [(50, 1.0), (10, 7.0), (59, 99.0)], 60)
    condense(at=at(4000))
    minute = MinuteRollup.objects.get()
    assert (minute.readings, minute.outside, minute.lowest, minute.highest, minute.last) == (
        2,
        1,
        1.0,
        7.0,
        1.0,
    )


def test_what_is_kept_no_longer_is_drawn_from_what_is() -> None:
    now = at(0)
    days = [1, 40, 200, 4000]
    assert [finest_of(now - timedelta(days=n), at=now) for n in days] == [0, 60, 3600, 86400]
