"""Which region holds a point: by containment, else the nearest within 5 km, else none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.contrib.gis.geos import Point
from django.db import connection

# The region lines are true to 1-3 km: a place just outside of its own line still belongs to it.
NEAR_M: Final = 5_000.0

How = Literal["contains", "nearest", "none"]

# One round trip. The second half does not run when the first has found a region; its cast is that of the
# index `region_boundary_geography`: metres, since `<->` on EPSG:4326 geometry would order by degrees.
SQL: Final = """
WITH given AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) AS point
), inside AS MATERIALIZED (
    SELECT code FROM regions_region, given
    WHERE ST_Covers(boundary, given.point)
    ORDER BY code LIMIT 1
)
SELECT code, 'contains', 0.0::float8 FROM inside
UNION ALL
(
    SELECT code, 'nearest',
        ST_Distance(boundary::geography(MultiPolygon, 4326), given.point::geography) AS away
    FROM regions_region, given
    WHERE NOT EXISTS (SELECT FROM inside)
      AND ST_DWithin(boundary::geography(MultiPolygon, 4326), given.point::geography, %(near)s)
    ORDER BY away, code LIMIT 1
)
"""

# The same for many points at once.
MANY: Final = """
    SELECT coalesce(
        (SELECT code FROM regions_region WHERE ST_Covers(boundary, given.point) ORDER BY code LIMIT 1),
        (
            SELECT code FROM regions_region
            WHERE ST_DWithin(boundary::geography(MultiPolygon, 4326), given.point::geography, %(near)s)
            ORDER BY ST_Distance(boundary::geography(MultiPolygon, 4326), given.point::geography), code
            LIMIT 1
        )
    )
    FROM (
        SELECT n, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point
        FROM unnest(%(lon)s::float8[], %(lat)s::float8[]) WITH ORDINALITY AS written (lon, lat, n)
    ) AS given
    ORDER BY n
"""


@dataclass(frozen=True, slots=True)
class Located:
    """`distance_m` is 0 inside a region, metres to the line of the nearest, and None when there is none."""

    region_code: str | None
    how: How
    distance_m: float | None


NOWHERE: Final = Located(None, "none", None)


def locate(point: Point) -> Located:
    """The region of a point in EPSG:4326; on a line shared by two regions, the first by code."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"lon": point.x, "lat": point.y, "near": NEAR_M})
        row = cursor.fetchone()
    return Located(*row) if row else NOWHERE


def regions_at(points: Sequence[tuple[float, float]]) -> list[str | None]:
    """The code of each point's region as `locate` finds it, in their order; points are lon, lat."""
    given: dict[str, Any] = {
        "lon": [lon for lon, _ in points],
        "lat": [lat for _, lat in points],
        "near": NEAR_M,
    }
    with connection.cursor() as cursor:
        cursor.execute(MANY, given)
        return [code for (code,) in cursor]
