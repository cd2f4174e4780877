"""Nearest by the index equals nearest by sorting everything."""

import random

import pytest
from django.contrib.gis.db.models import PointField
from django.db.models import F, Value

from apps.cameras.models import Camera
from apps.core.geo import point
from apps.core.nearest import Geography, Metres, nearest, within_m
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db


def by_brute_force(lon: float, lat: float, limit: int) -> list[int]:
    here = Geography(Value(point(lon, lat), output_field=PointField(srid=4326)))
    # Added to zero, so that no index can serve the order.
    rows = Camera.objects.annotate(far=Metres(Geography(F("location")), here) + Value(0.0))
    return list(rows.order_by("far", "pk").values_list("pk", flat=True)[:limit])


@pytest.mark.parametrize("seed", range(8))
def test_the_nearest_equal_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    region = CameraFactory().region
    spread = chance.choice([0.002, 0.05, 4.0])
    Camera.objects.bulk_create(
        CameraFactory.build(
            region=region, lonlat=(69 + chance.uniform(-spread, spread), 41 + chance.uniform(-spread, spread))
        )
        for _ in range(300)
    )
    for _ in range(10):
        lon, lat = 69 + chance.uniform(-spread, spread), 41 + chance.uniform(-spread, spread)
        limit = chance.randint(1, 12)
        found = [camera.pk for camera in nearest(Camera.objects.all(), point(lon, lat), limit=limit)]
        assert found == by_brute_force(lon, lat, limit)


def test_a_point_that_is_nearer_in_degrees_but_farther_in_metres_comes_second() -> None:
    north = CameraFactory(lonlat=(69.0, 41.0 + 0.009))  # 1.0 km
    east = CameraFactory(lonlat=(69.0 + 0.010, 41.0))  # 0.84 km, though more degrees
    assert list(nearest(Camera.objects.all(), point(69.0, 41.0), limit=2)) == [east, north]


def test_distances_are_metres_on_the_spheroid() -> None:
    CameraFactory(lonlat=(69.0, 42.0))
    found = nearest(Camera.objects.all(), point(69.0, 41.0), limit=1).get()
    # One degree of latitude from 41 to 42 on WGS 84.
    assert found.distance_m == pytest.approx(111_061, abs=5)


def test_none_is_farther_than_asked() -> None:
    CameraFactory(lonlat=(69.1, 41.0))
    near = CameraFactory(lonlat=(69.001, 41.0))
    assert list(nearest(Camera.objects.all(), point(69.0, 41.0), limit=5, within=1000)) == [near]
    assert list(within_m(Camera.objects.all(), point(69.0, 41.0), 1000)) == [near]


def test_nothing_is_nearest_to_nothing() -> None:
    assert list(nearest(Camera.objects.all(), point(69.0, 41.0), limit=5)) == []
