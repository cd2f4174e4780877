"""Which region holds a point."""

import random

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core.geo import point
from apps.regions.locate import NEAR_M, Located, locate, regions_at
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO", "UZ-SA", "UZ-BU"):
        RegionFactory(code=code)


def brute_force(at: Point) -> tuple[str | None, str]:
    """Every region asked one after another, without any index."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT code, ST_Covers(boundary, p), ST_Distance(boundary::geography, p::geography)
            FROM regions_region, (SELECT ST_SetSRID(ST_MakePoint(%s, %s), 4326) AS p) AS given
            WHERE boundary IS NOT NULL ORDER BY code
            """,
            [at.x, at.y],
        )
        rows = cursor.fetchall()
    inside = [code for code, covered, _ in rows if covered]
    if inside:
        return inside[0], "contains"
    away, code = min((distance, code) for code, _, distance in rows)
    return (code, "nearest") if away <= NEAR_M else (None, "none")


@pytest.mark.usefixtures("country")
def test_a_point_inside_a_region_belongs_to_it() -> None:
    assert locate(point(69.5, 41.5)) == Located("UZ-TK", "contains", 0.0)


@pytest.mark.usefixtures("country")
def test_a_point_on_a_shared_line_belongs_to_the_first_region_by_code() -> None:
    assert locate(point(70.0, 41.5)).region_code == "UZ-TK"


@pytest.mark.usefixtures("country")
def test_a_point_a_little_outside_belongs_to_the_nearest_region_and_says_how_far_in_metres() -> None:
    found = locate(point(69.001, 42.03))
    assert (found.region_code, found.how) == ("UZ-TK", "nearest")
    # 0.03 degrees of latitude, each of some 111 km
    assert found.distance_m == pytest.approx(3333, abs=15)


@pytest.mark.usefixtures("country")
def test_the_nearest_region_is_the_nearest_in_metres_and_not_in_degrees() -> None:
    # West of Tashkent's square by 0.045 degrees of longitude (3.7 km here): in degrees too far for 5 km.
    assert locate(point(68.955, 41.5)).region_code == "UZ-TK"
    # North by the same number of degrees is 5.0 km and more.
    assert locate(point(69.001, 42.0455)).how == "none"


@pytest.mark.usefixtures("country")
def test_a_point_farther_than_five_kilometres_from_every_region_belongs_to_none() -> None:
    assert locate(point(0, 0)) == Located(None, "none", None)


def test_without_any_region_a_point_belongs_to_none() -> None:
    assert locate(point(69.5, 41.5)).how == "none"


@pytest.mark.usefixtures("country")
def test_the_answer_is_that_of_asking_every_region_in_turn() -> None:
    chance = random.Random(7)
    for _ in range(300):
        at = point(chance.uniform(63.9, 71.1), chance.uniform(38.9, 42.1))
        found = locate(at)
        assert (found.region_code, found.how) == brute_force(at)


@pytest.mark.usefixtures("country")
def test_many_points_at_once_are_located_as_each_alone() -> None:
    chance = random.Random(11)
    points = [(chance.uniform(63.9, 71.1), chance.uniform(38.9, 42.1)) for _ in range(200)]
    assert regions_at(points) == [locate(point(lon, lat)).region_code for lon, lat in points]
    assert regions_at([]) == []


@pytest.mark.usefixtures("country")
def test_one_query_answers() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        locate(point(69.5, 42.03))
    assert len(queries) == 1


@pytest.mark.usefixtures("country")
def test_the_distance_is_read_from_the_index_on_geography() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            """
            EXPLAIN SELECT code FROM regions_region
            WHERE ST_DWithin(boundary::geography(MultiPolygon, 4326), ST_MakePoint(69, 41)::geography, 5000)
            """
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "region_boundary_geography" in plan
