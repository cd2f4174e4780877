"""The grid: every point of a circle lies in the box around it, in PostGIS's cells as in ours."""

from math import isclose

import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from apps.core.grid import COLUMNS, ROWS_AT_MOST, Cell, box_around, cell_of

LON = st.floats(-180, 180)
LAT = st.floats(-90, 90)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lon=LON, lat=LAT)
@example(lon=180.0, lat=90.0)
@example(lon=-180.0, lat=-90.0)
@example(lon=69.28, lat=41.3)
def test_the_database_and_we_number_cells_alike(lon: float, lat: float) -> None:
    cell = Cell.template % {"expressions": "g"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {cell} FROM ST_SetSRID(ST_MakePoint(%s, %s), 4326) AS g", [lon, lat])
        assert cursor.fetchone() == (cell_of(lon, lat),)


@pytest.mark.django_db
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lon=LON, lat=st.floats(-88, 88), metres=st.floats(0, 60_000), azimuth=st.floats(0, 6.29))
@example(lon=0.0, lat=0.0, metres=50_000.0, azimuth=0.0)
@example(lon=0.0, lat=0.0, metres=50_000.0, azimuth=1.5707963)
def test_no_point_within_reach_lies_outside_of_the_box(
    lon: float, lat: float, metres: float, azimuth: float
) -> None:
    box = box_around(lon, lat, metres)
    assume(box is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(g::geometry), ST_Y(g::geometry) "
            "FROM ST_Project(ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s, %s) AS g",
            [lon, lat, metres * 0.999999, azimuth],
        )
        there = cursor.fetchone()
    assert box is not None
    row, column = divmod(cell_of(*there), COLUMNS)
    assert box.south <= row <= box.north
    assert box.west <= column <= box.east
    assert len(list(box.ranges())) <= ROWS_AT_MOST


@pytest.mark.parametrize(
    ("lon", "lat", "metres"), [(180, 0, 10), (0, 89.5, 10), (69, 41, 200_000), (-179.99, 41, 5_000)]
)
def test_where_a_box_would_wrap_or_be_huge_there_is_none(lon: float, lat: float, metres: float) -> None:
    assert box_around(lon, lat, metres) is None


def test_a_box_is_hardly_larger_than_its_circle() -> None:
    box = box_around(69.28, 41.3, 10_000)
    assert box is not None
    assert isclose(box.north - box.south, 2 * 10_000 / 110_574 * 50, abs_tol=2)
