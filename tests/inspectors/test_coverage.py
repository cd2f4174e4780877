"""Coverage: the share of an area that a shift saw, and its time inside, beside plain geometry by another library."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import cos, radians, sin, sqrt
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Polygon
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.inspectors.actions import Reading, end_shift, record_positions, start_shift
from apps.inspectors.models import Device, Inspector, PatrolArea, Shift
from apps.inspectors.tracks.coverage import coverage_of
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import UserFactory
from tests.inspectors.factories import DeviceFactory, InspectorFactory, UnitFactory
from tests.inspectors.test_tracks import born
from tests.regions.factories import RegionFactory

SignIn = Callable[[Any], APIClient]
T0 = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
WEST, SOUTH, SIZE = 69.20, 41.30, 0.01
# Metres of a degree on the WGS 84 ellipsoid at the middle of the area (Snyder, Map Projections, 1987, (4-18)-(4-21)).
AXIS, E2, MIDDLE = 6_378_137.0, 0.00669437999, radians(SOUTH + SIZE / 2)
NORTH_M = radians(1) * AXIS * (1 - E2) / sqrt(1 - E2 * sin(MIDDLE) ** 2) ** 3
EAST_M = radians(1) * AXIS * cos(MIDDLE) / sqrt(1 - E2 * sin(MIDDLE) ** 2)
Way = list[tuple[int, float, float]]


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def served(way: Way, until: int, *, late: Way | None = None) -> Shift:
    """A shift that sent `(seconds, degrees east, degrees north)` of the area's corner, and its area."""
    person: Inspector = InspectorFactory(region=RegionFactory())
    unit = UnitFactory(crew=[person], status="off_duty")
    device = DeviceFactory(unit=unit)
    born(device, at(-86_400))
    shape = MultiPolygon(Polygon.from_bbox((WEST, SOUTH, WEST + SIZE, SOUTH + SIZE)), srid=4326)
    PatrolArea.objects.create(
        code=f"B-{unit.pk}", kind="beat", name_uz="Bir", region=unit.region, unit=unit, area=shape
    )
    shift = start_shift(inspector_id=person.pk, unit_id=unit.pk, by=None, at=at(0))
    send(device, way, until)
    send(device, late or [], until)
    end_shift(shift_id=shift.pk, by=None, at=at(until), reason="over")
    return Shift.objects.get(pk=shift.pk)


def send(device: Device, way: Way, moment: float) -> None:
    said = [Reading(device.identifier, at(s), WEST + x, SOUTH + y) for s, x, y in way]
    record_positions(readings=said, scope=EVERYTHING, at=at(moment))


def plain(way: Way, radius_m: float) -> tuple[float, float]:
    """The share and the seconds on a flat map in metres. All steps shorter than a gap."""
    area = shapely.box(0, 0, SIZE * EAST_M, SIZE * NORTH_M)
    flat = [(s, x * EAST_M, y * NORTH_M) for s, x, y in way]
    places = [(x, y) for _, x, y in flat]
    line = shapely.LineString(places) if len(places) > 1 else shapely.Point(places[0])
    seen = shapely.intersection(line.buffer(radius_m, quad_segs=8), area).area / area.area
    inside = 0.0
    for (s1, *one), (s2, *two) in pairwise(flat):
        step = shapely.LineString([one, two])
        here = step.intersection(area).length / step.length if step.length else float(area.covers(step))
        inside += (s2 - s1) * here
    return seen, inside


# Multiples of a fifth of the area and half of a tenth beside: no way runs along the border itself.
SPOT = st.tuples(st.integers(-2, 6), st.integers(-2, 6))


class OrdersOfPositions(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(st.lists(SPOT, min_size=2, max_size=12), st.sampled_from([20.0, 50.0, 200.0]), st.randoms())
    def test_coverage_is_that_of_plain_geometry_in_whatever_order_positions_come(
        self, spots: list[tuple[int, int]], radius_m: float, chance: Any
    ) -> None:
        way = [
            (60 * n + 60, x * SIZE / 5 + SIZE / 20, y * SIZE / 5 + SIZE / 20)
            for n, (x, y) in enumerate(spots)
        ]
        mixed = list(way)
        chance.shuffle(mixed)
        cut = chance.randrange(len(mixed) + 1)
        shift = served(mixed[:cut], 60 * len(way) + 120, late=mixed[cut:])
        found = coverage_of(shift, at(90_000), radius_m=radius_m)
        share, inside = plain(way, radius_m)
        assert found.heard_s == 60 * (len(way) - 1)
        assert found.areas[0].covered_share == pytest.approx(share, rel=0.01, abs=1e-4)
        assert found.areas[0].inside_s == pytest.approx(inside, abs=0.5)


@pytest.mark.django_db
def test_what_lies_between_two_legs_is_neither_seen_nor_spent_inside() -> None:
    here, there = SIZE * 0.1, SIZE * 0.9
    way = [(0, here, here), (60, here, here), (2000, there, there), (2060, there, there)]
    found = coverage_of(served(way, 3000), at(3000))
    assert (found.duty_s, found.heard_s, found.areas[0].inside_s) == (3000, 120, 120)
    share = found.areas[0].covered_share
    assert share is not None
    assert 0 < share < 0.02


@pytest.mark.django_db
def test_a_way_of_many_pieces_is_seen_without_a_hole() -> None:
    way = [(5 * n + 5, SIZE / 200 * n, SIZE / 2) for n in range(201)]
    found = coverage_of(served(way, 1100), at(1100)).areas[0]
    assert found.covered_share == pytest.approx(plain(way, 50)[0], rel=0.01)


@pytest.mark.django_db
def test_nothing_heard_is_no_share() -> None:
    found = coverage_of(served([], 600), at(600))
    assert (found.heard_s, found.areas[0].covered_share, found.areas[0].inside_s) == (0, None, 0)


@pytest.mark.django_db
def test_a_supervisor_and_oneself_read_it_and_no_other_region(signed_in: SignIn) -> None:
    shift = served([(0, 0.005, 0.005), (60, 0.006, 0.005)], 600)
    address = f"/api/v1/shifts/{shift.pk}/coverage/"
    own = UserFactory(role=Role.INSPECTOR, regions=["UZ-TK"])
    Inspector.objects.filter(pk=shift.inspector_id).update(user=own)
    for user in (own, UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"])):
        told = signed_in(user).get(address).json()
        assert (told["duty_s"], told["heard_s"], told["radius_m"]) == (600, 60, 50)
        assert told["areas"][0]["inside_s"] == 60
        assert 0 < told["areas"][0]["covered_share"] < 0.05
    foreign = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TO"]))
    assert foreign.get(address).status_code == 404
    other = UserFactory(role=Role.INSPECTOR, regions=["UZ-TK"])
    assert signed_in(other).get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("radius", ["9", "501", "wide", "nan"])
def test_a_radius_that_says_nothing_is_refused(signed_in: SignIn, radius: str) -> None:
    shift = served([], 60)
    client = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"]))
    assert client.get(f"/api/v1/shifts/{shift.pk}/coverage/?radius_m={radius}").status_code == 400
