"""What is stored of a batch, what is refused and why, and what it makes of the sensors."""

from datetime import UTC, datetime, timedelta
from math import inf, nan
from typing import Any

import pytest

from apps.accounts.models import ApiClient
from apps.core.clock import now
from apps.sensors.actions import GivenReading, record_readings, retire_sensor
from apps.sensors.models import LateHour, Reading, Sensor, SensorState
from apps.sensors.partitions import keep_days
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


def given(sensor: Sensor, *pairs: tuple[float, float]) -> list[GivenReading]:
    return [GivenReading(sensor.code, T0 + timedelta(seconds=seconds), value) for seconds, value in pairs]


def record(readings: list[GivenReading], at: datetime = T0, by: Any = None) -> Any:
    return record_readings(readings=readings, by=by, at=at)


def stored(sensor: Sensor) -> list[tuple[float, float]]:
    rows = Reading.objects.filter(sensor=sensor).order_by("at").values_list("at", "value")
    return [((at - T0).total_seconds(), value) for at, value in rows]


def test_readings_are_stored_and_the_newest_is_kept_apart():
    sensor = SensorFactory()
    outcome = record(given(sensor, (-20, 1.5), (-10, 1.75), (-30, 1.25)))
    assert (outcome.accepted, outcome.rejected) == (3, [])
    assert stored(sensor) == [(-30, 1.25), (-20, 1.5), (-10, 1.75)]
    state = SensorState.objects.get(sensor=sensor)
    assert (state.at, state.value, state.status) == (T0 - timedelta(seconds=10), 1.75, "ok")


def test_a_late_reading_does_not_move_the_newest_back():
    sensor = SensorFactory()
    record(given(sensor, (0, 2.0)))
    record(given(sensor, (-3600, 1.0)))
    assert SensorState.objects.get(sensor=sensor).value == 2.0
    assert stored(sensor) == [(-3600, 1.0), (0, 2.0)]
    assert list(LateHour.objects.values_list("sensor", "at")) == [(sensor.pk, T0 - timedelta(hours=1))]


def test_the_same_reading_twice_is_one_row_and_another_value_is_refused():
    sensor, other = SensorFactory(), SensorFactory()
    record(given(sensor, (0, 2.0)))
    outcome = record([*given(sensor, (0, 2.0), (0, 3.0), (1, 2.5), (1, 2.5)), *given(other, (0, 7.0))])
    assert (outcome.accepted, outcome.rejected) == (4, [(1, "different_value")])
    assert stored(sensor) == [(0, 2.0), (1, 2.5)]
    outcome = record(given(sensor, (0, 9.0), (2, 2.6)))
    assert (outcome.accepted, outcome.rejected) == (1, [(0, "different_value")])
    assert stored(sensor) == [(0, 2.0), (1, 2.5), (2, 2.6)]
    assert stored(other) == [(0, 7.0)]


def test_what_cannot_be_kept_is_refused_with_its_code():
    sensor = SensorFactory()
    readings = [
        *given(sensor, (301, 1.0), (300, 1.0), (0, nan), (1, inf), (-40 * 86400, 1.0)),
        GivenReading("nobody", T0, 1.0),
        GivenReading(sensor.code, datetime(2026, 10, 1, 8), 1.0),  # noqa: DTZ001
    ]
    outcome = record(readings)
    assert outcome.accepted == 1
    assert outcome.rejected == [
        (0, "in_future"),
        (2, "invalid_value"),
        (3, "invalid_value"),
        (4, "too_old"),
        (5, "unknown_sensor"),
        (6, "invalid_time"),
    ]


def test_a_value_that_cannot_be_true_is_kept_and_marked():
    sensor = SensorFactory(kind__high=30)
    assert record(given(sensor, (0, 31.0))).accepted == 1
    assert Reading.objects.get(sensor=sensor).is_outside
    assert SensorState.objects.get(sensor=sensor).is_outside


def test_a_sensor_of_another_region_and_a_retired_one_are_unknown():
    RegionFactory(code="UZ-TO")
    foreign, mine, retired = SensorFactory(region__code="UZ-TO"), SensorFactory(), SensorFactory()
    retire_sensor(sensor_id=retired.pk, at=T0)
    client = ApiClient.objects.create(name="gateway", scopes=["readings:write"], created_at=T0)
    client.regions.set(["UZ-TK"])
    outcome = record([*given(foreign, (0, 1)), *given(mine, (0, 1)), *given(retired, (0, 1))], by=client)
    assert (outcome.accepted, outcome.rejected) == (1, [(0, "unknown_sensor"), (2, "unknown_sensor")])


def test_a_code_of_two_regions_needs_its_region():
    SensorFactory(code="W-1", region__code="UZ-TO")
    here = SensorFactory(code="W-1")
    outcome = record([GivenReading("W-1", T0, 1.0), GivenReading("UZ-TK:W-1", T0, 2.0)])
    assert outcome.rejected == [(0, "ambiguous_sensor")]
    assert stored(here) == [(0, 2.0)]


def test_a_sensor_that_is_added_or_renamed_is_known_at_once():
    sensor = SensorFactory(code="OLD")
    assert record([GivenReading("OLD", T0, 1.0)]).accepted == 1
    Sensor.objects.filter(pk=sensor.pk).update(code="NEW")
    SensorFactory(code="SECOND")
    outcome = record(
        [GivenReading("OLD", T0, 1), GivenReading("NEW", T0, 1.0), GivenReading("SECOND", T0, 1)]
    )
    assert outcome.rejected == [(0, "unknown_sensor")]


def test_readings_go_to_the_partition_of_their_utc_day():
    sensor = SensorFactory()
    at = now()
    keep_days(at=at)
    record_readings(readings=[GivenReading(sensor.code, at, 1.0)], by=None, at=at)
    (place,) = Reading.objects.extra(select={"place": "tableoid::regclass::text"}).values_list(
        "place", flat=True
    )
    assert place == f"sensors_reading_{at:%Y%m%d}"


def test_an_empty_batch_is_no_error():
    assert record([]).accepted == 0
