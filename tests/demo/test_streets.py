"""The streets of a settlement: a turned grid with names that stay."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.demo.streets import Grid, grid_of, house_number, street_name

NAMES = [f"street {n}" for n in range(40)]


@given(
    east=st.floats(-0.2, 0.2),
    north=st.floats(-0.2, 0.2),
    bearing=st.floats(-45, 45),
    block=st.floats(100, 400),
)
def test_metres_and_degrees_are_each_others_inverse(
    east: float, north: float, bearing: float, block: float
) -> None:
    grid = Grid(66.96, 39.65, bearing, block)
    lon, lat = 66.96 + east, 39.65 + north
    assert grid.to_lonlat(*grid.to_metres(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)


def test_a_crossing_is_where_its_two_streets_meet() -> None:
    grid = grid_of("Samarqand", 66.96, 39.65)
    assert grid.lines_at(*grid.crossing(4, -7)) == (4, -7)


def test_the_streets_of_a_place_are_always_the_same() -> None:
    assert grid_of("Xiva", 60.36, 41.38) == grid_of("Xiva", 60.36, 41.38)
    assert street_name(NAMES, "Xiva", 3, is_up=True) == street_name(NAMES, "Xiva", 3, is_up=True)


def test_streets_beside_each_other_have_different_names() -> None:
    line = [street_name(NAMES, "Xiva", n, is_up=True) for n in range(20)]
    assert all(a != b for a, b in pairwise(line))


def test_house_numbers_begin_at_one_and_grow() -> None:
    grid = grid_of("Xiva", 60.36, 41.38)
    assert house_number(grid, 60.36, 41.38) == 1
    assert house_number(grid, 60.37, 41.38) > 30
