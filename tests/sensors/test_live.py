"""A screen that began with the columns and follows the events holds what the columns hold then."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate

import pytest

from apps.core.clock import now
from apps.core.geo import point
from apps.live.models import Event, RegionFeed
from apps.live.topics import topic_named
from apps.regions.scope import Scope
from apps.sensors.actions import (
    GivenReading,
    judge_due,
    plan_maintenance,
    record_readings,
    reinstate_sensor,
    retire_sensor,
    tell_of_sensors,
)
from apps.sensors.columns import columns_of
from apps.sensors.models import Sensor
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorFactory, SensorKindFactory, ThresholdFactory

pytestmark = pytest.mark.django_db
Held = dict[int, tuple[str, str, float, float]]


def fresh(code: str) -> Held:
    """The sensors of a region as its columns tell them: status, kind, lon and lat."""
    columns = json.loads(gzip.decompress(columns_of(Scope(frozenset({code}))).gzipped))
    lon, lat = ([n / 1e5 for n in accumulate(columns[name])] for name in ("lon", "lat"))
    statuses = [columns["statuses"][n] for n in columns["status"]]
    kinds = [columns["kinds"][n] for n in columns["kind"]]
    return dict(zip(columns["ids"], zip(statuses, kinds, lon, lat, strict=True), strict=True))


def follow(held: Held, code: str, since: int) -> Held:
    """The same after the events of the region."""
    held = dict(held)
    for event in Event.objects.filter(region=code, topic="sensors", seq__gt=since).order_by("seq"):
        data = json.loads(event.payload)["data"]
        if data is None or not data["open"]:
            held.pop(int(event.object_id), None)
        else:
            lon, lat = data["location"]["coordinates"]
            held[data["id"]] = (data["status"], data["kind"], round(lon, 5), round(lat, 5))
    return held


def speak(sensor: Sensor, value: float = 1.0) -> None:
    record_readings(readings=[GivenReading(sensor.code, now(), value)], by=None, at=now())


def cross(sensor: Sensor) -> None:
    ThresholdFactory(sensor=sensor, limit=2)
    speak(sensor, 3.0)


def fall_silent(sensor: Sensor) -> None:
    speak(sensor)
    judge_due(at=now() + timedelta(hours=1))


def be_worked_on(sensor: Sensor) -> None:
    at = now()
    ends_at = at + timedelta(hours=1)
    plan_maintenance(
        sensor_id=sensor.pk,
        begins_at=at,
        ends_at=ends_at,
        reason="probe",
        by=None,
        at=at + timedelta(seconds=1),
    )


def retire_and_reinstate(sensor: Sensor) -> None:
    retire_sensor(sensor_id=sensor.pk, at=now())
    reinstate_sensor(sensor_id=sensor.pk, at=now())


def retire(sensor: Sensor) -> None:
    retire_sensor(sensor_id=sensor.pk, at=now())


def move(sensor: Sensor) -> None:
    SensorKindFactory(code="smoke")
    Sensor.objects.filter(pk=sensor.pk).update(location=point(69.77, 41.77), kind="smoke")
    tell_of_sensors(sensor_ids=[sensor.pk], at=now())


def give_away(sensor: Sensor) -> None:
    Sensor.objects.filter(pk=sensor.pk).update(region="UZ-TO")
    tell_of_sensors(sensor_ids=[sensor.pk], at=now(), left={"UZ-TK"})


ACTS = [speak, cross, fall_silent, be_worked_on, retire, retire_and_reinstate, move, give_away]


@pytest.mark.parametrize("act", ACTS)
def test_the_columns_and_the_events_give_the_new_columns(act: Callable[[Sensor], None]) -> None:
    RegionFactory(code="UZ-TO")
    sensor = SensorFactory()
    SensorFactory()
    before = {code: (fresh(code), RegionFeed.objects.get(region=code).seq) for code in ("UZ-TK", "UZ-TO")}
    act(sensor)
    for code, (held, since) in before.items():
        assert follow(held, code, since) == fresh(code)


def test_many_at_once_make_every_screen_load_anew() -> None:
    sensors = [SensorFactory() for _ in range(101)]
    epoch = RegionFeed.objects.get(region="UZ-TK").epoch
    tell_of_sensors(sensor_ids=[sensor.pk for sensor in sensors], at=now())
    assert RegionFeed.objects.get(region="UZ-TK").epoch != epoch


def test_a_snapshot_holds_neither_sensors_nor_crossings() -> None:
    cross(SensorFactory())
    assert topic_named("sensors").open_items({"UZ-TK"}) == []
    assert topic_named("crossings").open_items({"UZ-TK"}) == []
