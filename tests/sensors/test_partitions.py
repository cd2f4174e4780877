"""Days of readings are made ahead and dropped when they are old; what comes for a day without one is never lost silently."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from apps.sensors.actions import GivenReading, record_readings
from apps.sensors.models import Reading, Sensor
from apps.sensors.partitions import keep_days, kept_since
from apps.sensors.ticks import keep_partitions
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db
# Days of their own, which no other test and no clock reaches.
T0 = datetime(2031, 3, 1, 22, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _kept_for_three_days(settings: Any) -> None:
    settings.SAFECITY_READINGS_KEPT_D = 3
    settings.SAFECITY_READING_MINUTES_KEPT_D = 5


def say(sensor: Sensor, at: datetime, came: datetime, value: float = 1.0) -> list[tuple[int, str]]:
    outcome = record_readings(readings=[GivenReading(sensor.code, at, value)], by=None, at=came)
    # As a commit would: a partition whose rows wait for their deferred constraints cannot be dropped.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return outcome.rejected


def place_of(sensor: Sensor, at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text FROM sensors_reading WHERE sensor_id = %s AND at = %s",
            [sensor.pk, at],
        )
        (place,) = cursor.fetchone()
    return str(place)


def day(table: str, at: datetime) -> str:
    return f"sensors_{table}_{at:%Y%m%d}"


def test_today_and_three_days_are_made_ahead_of_both_tables_and_once() -> None:
    made, _dropped = keep_days(at=T0)
    assert set(made) == {day(table, T0 + n * DAY) for table in ("reading", "minuterollup") for n in range(4)}
    assert keep_days(at=T0) == ([], [])
    made, _dropped = keep_days(at=T0 + DAY)
    assert set(made) == {day(table, T0 + 4 * DAY) for table in ("reading", "minuterollup")}


def test_old_days_are_dropped_and_what_still_comes_for_them_is_refused_with_a_code() -> None:
    keep_partitions(T0)
    sensor = SensorFactory()
    assert say(sensor, T0, T0) == []
    later = T0 + 4 * DAY
    keep_partitions(later)
    assert not Reading.objects.filter(sensor=sensor).exists()
    assert say(sensor, T0, later) == [(0, "too_old")]
    first = kept_since(later)
    assert say(sensor, first - timedelta(microseconds=1), later) == [(0, "too_old")]
    assert say(sensor, first, later) == []
    assert place_of(sensor, first) == day("reading", first)
    _made, dropped = keep_days(at=later + DAY)
    assert day("minuterollup", T0 + DAY) not in dropped


def test_what_comes_for_a_day_that_nobody_has_made_is_kept_aside_and_moves_into_it() -> None:
    """The ticker has been away for days: readings are stored all the same."""
    sensor = SensorFactory()
    times = [T0, T0 + timedelta(hours=1), T0 + timedelta(hours=2)]
    for number, at in enumerate(times):
        assert say(sensor, at, at, float(number)) == []
        assert place_of(sensor, at) == "sensors_reading_default"
    assert say(sensor, times[0], times[-1], 9.0) == [(0, "different_value")]
    keep_partitions(times[-1])
    keep_partitions(times[0])
    assert [place_of(sensor, at) for at in times] == [day("reading", at) for at in times]
    kept = Reading.objects.filter(sensor=sensor).order_by("at").values_list("at", "value")
    assert list(kept) == [(at, float(number)) for number, at in enumerate(times)]


def test_what_waits_aside_is_dropped_by_the_same_age() -> None:
    sensor = SensorFactory()
    say(sensor, T0, T0)
    keep_partitions(T0 + 4 * DAY)
    assert not Reading.objects.filter(sensor=sensor).exists()


def test_a_reading_of_days_that_are_made_but_have_not_come_is_refused() -> None:
    keep_partitions(T0)
    assert say(SensorFactory(), T0 + DAY, T0) == [(0, "in_future")]
