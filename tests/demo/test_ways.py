"""Units move along streets, at a speed that a car or a walker has."""

import random

import pytest

from apps.demo.streets import grid_of
from apps.demo.ways import around, bearing_deg, distance_m, drive, fixes, stroll

GRID = grid_of("Toshkent", 69.2797, 41.3111)
START, END = (69.2797, 41.3111), (69.3100, 41.3300)


@pytest.mark.parametrize("service", ["patrol", "road_patrol", "fire", "medical", "prevention"])
def test_speed_is_plausible_at_every_moment(service: str) -> None:
    way = drive(random.Random(1), GRID, START, END, service=service)
    last, before = START, 0.0
    for fix in fixes(way, every_s=4):
        here = (fix.lon, fix.lat)
        metres, seconds = distance_m(last, here), fix.after_s - before
        assert seconds > 0
        assert metres / seconds < 25
        last, before = here, fix.after_s


def test_a_way_ends_where_it_leads() -> None:
    last = list(fixes(drive(random.Random(2), GRID, START, END, service="patrol"), every_s=5))[-1]
    assert (last.lon, last.lat) == END
    assert last.speed_mps == 0


def test_a_way_along_streets_is_longer_than_the_straight_line_and_not_absurdly_so() -> None:
    for seed in range(30):
        way = drive(random.Random(seed), GRID, START, END, service="patrol")
        assert 1.0 <= way.length_m / distance_m(START, END) < 2.2


def test_somebody_on_foot_walks() -> None:
    way = stroll(random.Random(3), GRID, START, END, service="prevention")
    assert 0.8 < way.speed_mps < 1.8


def test_the_heading_is_the_direction_of_travel() -> None:
    way = drive(random.Random(4), GRID, START, END, service="patrol")
    found = list(fixes(way, every_s=1))
    a, b = found[3], found[4]
    turned = abs(bearing_deg((a.lon, a.lat), (b.lon, b.lat)) - b.heading) % 360
    assert min(turned, 360 - turned) < 91


def test_a_way_to_where_one_stands_ends_at_once() -> None:
    found = list(fixes(drive(random.Random(5), GRID, START, START, service="patrol"), every_s=5))
    assert found[-1].after_s < 120
    assert (found[-1].lon, found[-1].lat) == START


def test_the_same_chance_gives_the_same_way() -> None:
    assert drive(random.Random(6), GRID, START, END, service="fire") == drive(
        random.Random(6), GRID, START, END, service="fire"
    )


@pytest.mark.parametrize("angle", [0.0, 1.0, 2.4, 5.5])
def test_around_a_place_is_as_far_from_it_as_was_asked(angle: float) -> None:
    assert distance_m(START, around(START, metres=40, angle=angle)) == pytest.approx(40, rel=0.01)
