"""How much of a patrol area somebody saw on a shift, and for how long he or she was in it.

The area that was seen is the track, widened by a radius in metres on the spheroid (PostGIS `geography`), where a leg ends
at a gap: what lies between two legs nobody was heard to pass. A step from one position to the next is taken as straight
and even; it counts as inside for the share of its length that lies in the area.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import shapely
from django.db import connection
from django.db.models import Q

from apps.inspectors.models import PatrolArea, Shift
from apps.inspectors.patrol_area_querysets import PatrolAreaQuerySet
from apps.inspectors.tracks.fixes import fixes_of
from apps.inspectors.tracks.shape import Fixes, Leg, legs_of
from apps.inspectors.tracks.spans import on_duty_only, spans_of_unit

RADIUS_M: Final = 50
# A long line that crosses itself is slow to widen: 5,760 positions took 20 s as one line, 0.3 s in pieces of so many steps.
STEPS_A_PIECE: Final = 16
MICROSECONDS: Final = 1_000_000

MEASURED: Final = """
    WITH area AS (
        SELECT id, area AS shape, ST_Area(area::geography) AS whole FROM inspectors_patrolarea
        WHERE id = ANY(%(areas)s::bigint[])
    ), seen AS (
        SELECT ST_Union(ST_Buffer(ST_GeomFromWKB(leg, 4326)::geography, %(radius)s)::geometry) AS shape
        FROM unnest(%(legs)s::bytea[]) AS leg
    ), step AS (
        SELECT seconds, ST_MakeLine(ST_Point(x1, y1, 4326), ST_Point(x2, y2, 4326)) AS line
        FROM unnest(%(seconds)s::float8[], %(x1)s::float8[], %(y1)s::float8[], %(x2)s::float8[], %(y2)s::float8[])
             AS s (seconds, x1, y1, x2, y2)
    )
    SELECT area.id,
           coalesce(ST_Area(ST_Intersection(area.shape, seen.shape)::geography) / area.whole, 0),
           (SELECT coalesce(sum(seconds * CASE
                WHEN ST_Length(line) = 0 THEN ST_Intersects(area.shape, ST_StartPoint(line))::int
                ELSE ST_Length(ST_Intersection(line, area.shape)) / ST_Length(line) END), 0)
            FROM step WHERE line && area.shape)
    FROM area CROSS JOIN seen
"""


@dataclass(frozen=True, slots=True)
class AreaCoverage:
    """Of one area: the share that was seen, and the seconds inside. Nothing heard at all is no share, not none."""

    area: PatrolArea
    covered_share: float | None
    inside_s: float


@dataclass(frozen=True, slots=True)
class ShiftCoverage:
    """`heard_s`: for how long of the duty one knows where the unit was, by steps shorter than a gap."""

    shift: Shift
    duty_s: float
    heard_s: float
    radius_m: float
    areas: list[AreaCoverage]


def areas_of(shift: Shift) -> PatrolAreaQuerySet:
    """The active areas that the shift's inspector or unit answers for."""
    whose = Q(inspector=shift.inspector_id) | Q(unit=shift.unit_id)
    return PatrolArea.objects.active().filter(whose).order_by("code")


def coverage_of(shift: Shift, at: datetime, *, radius_m: float = RADIUS_M) -> ShiftCoverage:
    """What is known at a moment, from the positions that are stored by then; late ones count once they came."""
    legs = legs_of(_fixes(shift, at))
    areas = list(areas_of(shift))
    measured = _measured([area.pk for area in areas], legs, radius_m) if legs and areas else {}
    told = [AreaCoverage(area, *measured.get(area.pk, (None, 0.0))) for area in areas]
    heard = sum(int(leg.at[-1] - leg.at[0]) for leg in legs) / MICROSECONDS
    return ShiftCoverage(shift, shift.worked(at).total_seconds(), heard, radius_m, told)


def _fixes(shift: Shift, at: datetime) -> Fixes:
    """The positions of the shift's unit on duty: nobody's way home is looked at."""
    if shift.began_at is None:
        return fixes_of([])
    until = shift.ended_at or at
    return fixes_of(on_duty_only(spans_of_unit(shift.unit, shift.began_at, until), until))


def _measured(areas: list[int], legs: list[Leg], radius_m: float) -> dict[int, tuple[float, float]]:
    """Of each area: the share that was seen, the seconds inside."""
    given: dict[str, Any] = {
        "areas": areas,
        "radius": radius_m,
        "legs": [piece for leg in legs for piece in _pieces(leg)],
        **_steps(legs),
    }
    with connection.cursor() as cursor:
        cursor.execute(MEASURED, given)
        return {area: (min(share, 1.0), inside) for area, share, inside in cursor.fetchall()}


def _pieces(leg: Leg) -> list[bytes]:
    """The leg as short lines, each of which begins where the one before it ends."""
    places = np.column_stack([leg.lon, leg.lat])
    if len(leg) == 1:
        return [bytes(shapely.to_wkb(shapely.Point(places[0])))]
    starts = range(0, len(leg) - 1, STEPS_A_PIECE)
    lines = [shapely.LineString(places[first : first + STEPS_A_PIECE + 1]) for first in starts]
    return [bytes(shapely.to_wkb(line)) for line in lines]


def _steps(legs: list[Leg]) -> dict[str, list[float]]:
    """Each step of each leg: how long it took, from where to where."""
    return {
        "seconds": [float(s) for leg in legs for s in np.diff(leg.at) / MICROSECONDS],
        "x1": [float(x) for leg in legs for x in leg.lon[:-1]],
        "y1": [float(y) for leg in legs for y in leg.lat[:-1]],
        "x2": [float(x) for leg in legs for x in leg.lon[1:]],
        "y2": [float(y) for leg in legs for y in leg.lat[1:]],
    }
