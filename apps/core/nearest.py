"""Nearest in metres: PostGIS geography over points in EPSG:4326.

`<->` on 4326 geometry orders by degrees, which is wrong away from the equator; on geography it orders by
metres on the sphere, and an index serves it. Distances are metres on the WGS 84 spheroid (`ST_Distance`).
"""

from math import inf, sqrt
from typing import Any, Final, TypeVar, cast

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db.models import BooleanField, F, FloatField, Func, Model, Q, QuerySet, Value

from apps.core.geo import SRID
from apps.core.grid import Box, box_around

M = TypeVar("M", bound=Model)

# Sphere and spheroid differ by less than 0.6 %: the nearest by the one need not be the nearest by the other.
ROUNDING_M: Final = 0.01
# Where a search by cells begins, and how much wider it becomes at a time.
FIRST_REACH_M: Final = 1500.0
WIDER: Final = (2.0, 8.0)


class Geography(Func):
    """A 4326 point as geography; `GistIndex(Geography("location"), name=…)` serves the look-ups below."""

    template = "(%(expressions)s)::geography"
    output_field = PointField(geography=True, srid=SRID)


class MetresOnSphere(Func):
    """Metres on the sphere between two geographies; in `ORDER BY` an index on geography serves it."""

    template = "(%(expressions)s)"
    arg_joiner = " <-> "
    output_field = FloatField()


class Metres(Func):
    """Metres on the spheroid between two geographies."""

    function = "ST_Distance"
    output_field = FloatField()


class WithinMetres(Func):
    """Is the one geography within that many metres of the other? An index on geography serves it."""

    function = "ST_DWithin"
    output_field = BooleanField()


def _here(point: Point) -> Func:
    return Geography(Value(point, output_field=PointField(srid=SRID)))


def within_m(rows: QuerySet[M], point: Point, metres: float, *, field: str = "location") -> QuerySet[M]:
    """The rows within `metres` of `point`, each with `distance_m`."""
    there, here = Geography(F(field)), _here(point)
    near = rows.filter(WithinMetres(there, here, Value(metres)))
    return cast(QuerySet[M], near.annotate(distance_m=Metres(there, here)))


def nearest(
    rows: QuerySet[M], point: Point, *, limit: int, within: float | None = None, field: str = "location"
) -> QuerySet[M]:
    """The `limit` rows nearest to `point`, nearest first, each with `distance_m`; none beyond `within` m.

    Exactly what sorting all rows by distance would give: the nearest by the sphere bound the distance, and
    within that bound the spheroid decides. Equal distances are ordered by primary key.
    """
    there, here = Geography(F(field)), _here(point)
    # Without those that have no point; this also makes a join an inner one, which the index needs.
    rows = rows.filter(**{f"{field}__isnull": False})
    first: QuerySet[Any] = rows.order_by(MetresOnSphere(there, here))[:limit]
    found = list(first.annotate(distance_m=Metres(there, here)).values_list("distance_m", flat=True))
    reach = max(found, default=0.0) + ROUNDING_M
    reach = reach if within is None else min(reach, within)
    return within_m(rows, point, reach, field=field).order_by("distance_m", "pk")[:limit]


def nearest_by_cells(
    rows: QuerySet[M], point: Point, *, limit: int, within: float | None = None, field: str, cell: str
) -> QuerySet[M]:
    """What `nearest` answers, for points that move all the time: a grid of cells is searched, ring by ring.

    `cell` is the column with the cell of `field` (`apps.core.grid.Cell`), in a b-tree. Whatever lies outside of a
    ring's cells is farther than the ring reaches: once `limit` rows are within reach, they are the nearest.
    """
    metres = Metres(Geography(F(field)), _here(point))
    placed = rows.filter(**{f"{field}__isnull": False}).annotate(distance_m=metres)
    found = _within_reach(placed, point, limit, inf if within is None else within, cell)
    return cast(QuerySet[M], placed.filter(pk__in=found).order_by("distance_m", "pk"))


def _within_reach(rows: QuerySet[Any], point: Point, limit: int, within: float, cell: str) -> list[Any]:
    """The primary keys of the nearest `limit` rows."""
    reach = min(FIRST_REACH_M, within)
    while True:
        box = box_around(point.x, point.y, reach)
        inside = rows if box is None else rows.filter(_in_cells(cell, box))
        found = list(inside.order_by("distance_m", "pk").values_list("distance_m", "pk")[:limit])
        known_to = within if box is None else reach
        sure = [pk for metres, pk in found if metres <= known_to]
        if box is None or len(sure) == limit or reach >= within:
            return sure
        reach = min(_wider(reach, [metres for metres, _ in found], len(sure), limit), within)


def _in_cells(cell: str, box: Box) -> Q:
    inside = Q()
    for first, last in box.ranges():
        inside |= Q(**{f"{cell}__range": (first, last)})
    return inside


def _wider(reach: float, found: list[float], sure: int, limit: int) -> float:
    """The next ring: to the last that was found where enough were, else as the density of the first ones tells."""
    if len(found) == limit:
        return found[-1] + ROUNDING_M
    least, most = WIDER
    return reach * min(most, max(least, 1.2 * sqrt(limit / max(sure, 1))))
