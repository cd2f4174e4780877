"""How much cameras worked: availability, MTBF and MTTR of a period, exact from the rows of outages and planned work.

All of it is arithmetic on sets of moments, which PostgreSQL has as multiranges:

    measured = the period, from when the portal first heard of the camera until it retired, without planned work
    down     = its outages, within what is measured
    up       = measured without down;  availability = up / measured

A failure is an outage that began within what is measured. MTBF = up / failures (MIL-HDBK-338B, 5.3). MTTR = the mean
length of the outages that ended within the period, whole, wherever they began. Regions add seconds and counts of their
cameras; shares are never averaged. A period that is not over ends now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from apps.cameras.models import Camera, CameraHealth, MaintenanceWindow, Outage
from apps.regions.scope import Scope

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

CAMERA: Final = Camera._meta.db_table
HEALTH: Final = CameraHealth._meta.db_table
OUTAGE: Final = Outage._meta.db_table
WORK: Final = MaintenanceWindow._meta.db_table

_LENGTH: Final = """
    coalesce((SELECT sum(extract(epoch FROM upper(part) - lower(part))) FROM unnest({what}) AS part), 0)
"""
PER_CAMERA: Final = f"""
    WITH period AS (SELECT %(begin)s::timestamptz AS b, %(end)s::timestamptz AS e), chosen AS (
        SELECT c.id, c.code, c.name, c.region_id, c.node_id,
               tstzrange(greatest(p.b, h.watched_since), greatest(p.b, h.watched_since, least(p.e, c.retired_at))) AS whole
        FROM {CAMERA} c JOIN {HEALTH} h ON h.camera_id = c.id, period p
        WHERE h.watched_since < p.e AND (c.retired_at IS NULL OR c.retired_at > greatest(p.b, h.watched_since))
          AND (%(everywhere)s OR c.region_id = ANY(%(codes)s)) AND (%(only)s::bigint IS NULL OR c.id = %(only)s)
    ), windows AS (
        SELECT w.camera_id, w.node_id, w.region_id, tstzrange(w.begins_at, w.ends_at) AS span
        FROM {WORK} w, period p WHERE w.begins_at < p.e AND w.ends_at > p.b
    ), planned AS (
        SELECT id, range_agg(span) AS spans FROM (
            SELECT c.id, w.span FROM chosen c JOIN windows w ON w.camera_id = c.id
            UNION ALL SELECT c.id, w.span FROM chosen c JOIN windows w ON w.node_id = c.node_id
            UNION ALL SELECT c.id, w.span FROM chosen c JOIN windows w ON w.region_id = c.region_id
        ) AS each GROUP BY id
    ), measured AS (
        SELECT c.*, c.whole::tstzmultirange - coalesce(p.spans, '{{}}') AS spans,
               c.whole::tstzmultirange * coalesce(p.spans, '{{}}') AS work
        FROM chosen c LEFT JOIN planned p ON p.id = c.id
    ), broken AS (
        SELECT m.id, range_agg(tstzrange(o.began_at, coalesce(o.ended_at, p.e))) AS spans,
               count(*) FILTER (WHERE m.spans @> o.began_at) AS failures,
               count(*) FILTER (WHERE o.ended_at >= p.b AND o.ended_at < p.e) AS repairs,
               sum(extract(epoch FROM o.ended_at - o.began_at))
                   FILTER (WHERE o.ended_at >= p.b AND o.ended_at < p.e) AS repair_s
        FROM measured m JOIN {OUTAGE} o ON o.camera_id = m.id, period p
        WHERE o.began_at < p.e AND (o.ended_at IS NULL OR o.ended_at >= p.b) GROUP BY m.id
    )
    SELECT m.id, m.code, m.name, m.region_id AS region,
           {_LENGTH.format(what="m.spans")} AS measured_s,
           {_LENGTH.format(what="m.spans * coalesce(b.spans, '{}')")} AS down_s,
           {_LENGTH.format(what="m.work")} AS planned_s,
           coalesce(b.failures, 0) AS failures, coalesce(b.repairs, 0) AS repairs, coalesce(b.repair_s, 0) AS repair_s
    FROM measured m LEFT JOIN broken b ON b.id = m.id
"""
PER_REGION: Final = f"""
    SELECT region, count(*) AS cameras, sum(measured_s) AS measured_s, sum(down_s) AS down_s,
           sum(planned_s) AS planned_s, sum(failures) AS failures, sum(repairs) AS repairs, sum(repair_s) AS repair_s
    FROM ({PER_CAMERA}) AS each GROUP BY region ORDER BY region
"""
WORST: Final = f"""
    SELECT * FROM ({PER_CAMERA}) AS each
    ORDER BY CASE WHEN measured_s = 0 THEN 0 ELSE down_s / measured_s END DESC, down_s DESC, id
    LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds and counts of one camera or of many; what is derived from them is None where there is nothing to divide."""

    measured_s: float = 0.0
    down_s: float = 0.0
    planned_s: float = 0.0
    failures: int = 0
    repairs: int = 0
    repair_s: float = 0.0
    cameras: int = 1

    @property
    def up_s(self) -> float:
        """Seconds that worked."""
        return self.measured_s - self.down_s

    @property
    def availability(self) -> float | None:
        """0 to 1."""
        return self.up_s / self.measured_s if self.measured_s else None

    @property
    def mtbf_s(self) -> float | None:
        """Mean time between failures."""
        return self.up_s / self.failures if self.failures else None

    @property
    def mttr_s(self) -> float | None:
        """Mean time to repair."""
        return self.repair_s / self.repairs if self.repairs else None


@dataclass(frozen=True, slots=True)
class Period:
    """From `begin` until before `end`; what lies in the future does not count."""

    begin: datetime
    end: datetime

    def until(self, at: datetime) -> "Period":
        """The part of it that is over."""
        return Period(self.begin, max(self.begin, min(self.end, at)))


@dataclass(frozen=True, slots=True)
class OfCamera:
    """A camera's figures."""

    id: int
    code: str
    name: str
    region: str
    figures: Figures


def by_region(scope: Scope, period: Period) -> dict[str, Figures]:
    """The figures of each region that has watched cameras, by its code."""
    return {row["region"]: _figures(row) for row in _rows(PER_REGION, scope, period)}


def by_camera(scope: Scope, period: Period, *, limit: int, offset: int = 0) -> list[OfCamera]:
    """The figures of each camera, the least available first."""
    return [_of_camera(row) for row in _rows(WORST, scope, period, limit=limit, offset=offset)]


def of_camera(camera_id: int, scope: Scope, period: Period) -> Figures:
    """The figures of one camera; nothing measured where it was not watched in the period."""
    rows = _rows(PER_CAMERA, scope, period, only=camera_id)
    return _of_camera(rows[0]).figures if rows else Figures()


def total_of(figures: Sequence[Figures]) -> Figures:
    """All of them as one."""
    return Figures(
        measured_s=sum(one.measured_s for one in figures),
        down_s=sum(one.down_s for one in figures),
        planned_s=sum(one.planned_s for one in figures),
        failures=sum(one.failures for one in figures),
        repairs=sum(one.repairs for one in figures),
        repair_s=sum(one.repair_s for one in figures),
        cameras=sum(one.cameras for one in figures),
    )


def longest_outages(scope: Scope, period: Period, *, limit: int = 10) -> list[Outage]:
    """The longest outages of cameras that overlap the period, as long as they lasted until its end at most."""
    rows = Outage.objects.in_scope(scope).filter(node=None).during(period.begin, period.end)
    return list(rows.longest_first(period.end).select_related("camera")[:limit])


def _of_camera(row: dict[str, Any]) -> OfCamera:
    return OfCamera(row["id"], row["code"], row["name"], row["region"], _figures(row))


def _figures(row: dict[str, Any]) -> Figures:
    return Figures(
        measured_s=float(row["measured_s"]),
        down_s=float(row["down_s"]),
        planned_s=float(row["planned_s"]),
        failures=int(row["failures"]),
        repairs=int(row["repairs"]),
        repair_s=float(row["repair_s"]),
        cameras=int(row.get("cameras", 1)),
    )


def _rows(statement: str, scope: Scope, period: Period, **more: Any) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {"everywhere": scope.is_national, "codes": sorted(scope.codes), "only": None}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, "begin": period.begin, "end": period.end, **more})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
