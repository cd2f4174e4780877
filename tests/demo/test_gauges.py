"""The demo's sensors: places, waves and floods, as pure functions; loaded once, and sent as other systems send."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from apps.demo.country import grounds
from apps.demo.gauges import KINDS, RIVERS, Flood, draw_sensors, river_of, value_at
from apps.demo.loading.sensors import load_sensors
from apps.regions.reference import load as load_regions
from apps.sensors.models import HourRollup, Reading, Sensor, SensorKind, SensorState
from apps.sensors.reference import load as load_kinds

T0 = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
NAME = "Chirchiq, Chinoz, 4-post"


def test_a_day_has_a_wave_and_the_same_moment_the_same_value() -> None:
    values = [
        value_at("DEMO-TK-AIRTEMPERATURE-0001", "air_temperature", T0 + timedelta(hours=n)) for n in range(24)
    ]
    assert max(values) - min(values) > 8
    assert value_at("DEMO-TK-NOISE-0001", "noise", T0) == value_at("DEMO-TK-NOISE-0001", "noise", T0)


def test_a_flood_rises_later_farther_down_and_falls_again() -> None:
    flood = Flood("Chirchiq", begins_s=0)
    above, below = "Chirchiq, Gʻazalkent, 1-post", NAME
    assert flood.at(above, 300) > flood.at(below, 300)
    assert flood.at(below, 300 + 3 * flood.between_s) == pytest.approx(flood.at(above, 300))
    assert max(flood.at(below, n) for n in range(0, 4000, 10)) == pytest.approx(flood.height_m, rel=0.01)
    assert flood.at(below, flood.ends_s) == 0
    assert flood.at("Zarafshon, Navoiy, 4-post", 600) == 0


def test_gauges_know_their_river() -> None:
    assert river_of(NAME) == "Chirchiq"
    assert river_of("Toshkent, 17") is None
    assert all(len(places) > 1 for places in RIVERS.values())


@pytest.mark.django_db
def test_sensors_of_every_kind_stand_in_their_regions_and_have_spoken() -> None:
    load_regions(False)
    load_kinds(False)
    country = grounds()
    drawn = draw_sensors(total=100, grounds=country)
    assert Counter(each.kind for each in drawn) == {kind: int(share) for kind, share in KINDS.items()}
    assert set(KINDS) <= set(SensorKind.objects.values_list("code", flat=True))
    at = datetime.now(UTC)
    assert load_sensors(total=100, grounds=country, at=at) == 100
    assert load_sensors(total=100, grounds=country, at=at) == 0
    assert Sensor.objects.count() == 100
    assert Reading.objects.count() >= 100 * 6 * 48
    assert HourRollup.objects.filter(readings=6).exists()
    assert SensorState.objects.filter(status="unknown").count() == 0
