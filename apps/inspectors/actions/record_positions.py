"""Positions come in, in batches, through one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from apps.inspectors.partitions import kept_since
from apps.regions.scope import Scope

FUTURE_WITHIN: Final = timedelta(minutes=5)


class Fate(StrEnum):
    """What became of a position that was sent."""

    STORED = "stored"
    OFF_DUTY = "off_duty"
    TOO_OLD = "too_old"
    UNKNOWN_DEVICE = "unknown_device"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a device says: `device` is its identifier, `at` its clock; degrees, m/s, metres, percent."""

    device: str
    at: datetime
    lon: float
    lat: float
    speed_mps: float | None = None
    heading: float | None = None
    accuracy_m: float | None = None
    battery: float | None = None


# Rows are taken in one order everywhere, so that two batches never wait for each other.
RECORD: Final = """
    WITH given AS (
        SELECT * FROM unnest(
            %(n)s::int[], %(device)s::text[], %(moment)s::timestamptz[], %(lon)s::float8[], %(lat)s::float8[],
            %(speed)s::float8[], %(heading)s::float8[], %(accuracy)s::float8[], %(battery)s::float8[]
        ) AS g (n, identifier, at, lon, lat, speed_mps, heading, accuracy_m, battery)
    ), known AS (
        SELECT g.*, ST_SetSRID(ST_MakePoint(g.lon, g.lat), 4326) AS location, mine.device_id, mine.unit_id,
               CASE WHEN mine.device_id IS NULL THEN 'unknown_device'
                    WHEN mine.status = 'off_duty' THEN 'off_duty'
                    WHEN g.at < %(oldest)s THEN 'too_old'
                    ELSE 'stored' END AS fate
        FROM given g
        LEFT JOIN (
            SELECT d.identifier, d.id AS device_id, u.id AS unit_id, u.status
            FROM inspectors_device d JOIN inspectors_unit u ON u.id = d.unit_id
            WHERE NOT d.is_revoked AND u.retired_at IS NULL
              AND (%(everywhere)s OR u.region_id = ANY(%(codes)s))
        ) AS mine ON mine.identifier = g.identifier
    ), kept AS (
        INSERT INTO inspectors_position
            (device_id, at, received_at, location, speed_mps, heading, accuracy_m, battery)
        SELECT device_id, at, %(now)s, location, speed_mps, heading, accuracy_m, battery
        FROM known WHERE fate = 'stored' ORDER BY device_id, at
        ON CONFLICT (device_id, at) DO NOTHING
    ), newest AS (
        INSERT INTO inspectors_latestposition AS latest
            (unit_id, device_id, at, received_at, location, speed_mps, heading, accuracy_m, battery)
        SELECT DISTINCT ON (unit_id)
               unit_id, device_id, at, %(now)s, location, speed_mps, heading, accuracy_m, battery
        FROM known WHERE fate = 'stored' AND at <= %(future)s
        ORDER BY unit_id, at DESC, n DESC
        ON CONFLICT (unit_id) DO UPDATE SET
            device_id = excluded.device_id, at = excluded.at, received_at = excluded.received_at,
            location = excluded.location, speed_mps = excluded.speed_mps, heading = excluded.heading,
            accuracy_m = excluded.accuracy_m, battery = excluded.battery
        WHERE latest.at < excluded.at
    )
    SELECT fate FROM known ORDER BY n
"""


def record_positions(*, readings: Sequence[Reading], scope: Scope, at: datetime) -> list[Fate]:
    """Store positions and move each unit's newest one on; answers what became of each, in the order given.

    Newest is the latest device time that is not ahead of `at` by more than 5 minutes, so that an old upload never
    moves a unit back. The same device and time again changes nothing. A device that is revoked, whose unit is
    retired or whose region `scope` does not cover is unknown. Positions are no events: frames tell of them.
    """
    if not readings:
        return []
    with connection.cursor() as cursor:
        cursor.execute(RECORD, _parameters(readings, scope, at))
        return [Fate(fate) for (fate,) in cursor.fetchall()]


def _parameters(readings: Sequence[Reading], scope: Scope, at: datetime) -> dict[str, Any]:
    return {
        "n": list(range(len(readings))),
        "device": [reading.device for reading in readings],
        "moment": [reading.at for reading in readings],
        "lon": [reading.lon for reading in readings],
        "lat": [reading.lat for reading in readings],
        "speed": [reading.speed_mps for reading in readings],
        "heading": [reading.heading for reading in readings],
        "accuracy": [reading.accuracy_m for reading in readings],
        "battery": [reading.battery for reading in readings],
        "everywhere": scope.is_national,
        "codes": sorted(scope.codes),
        "oldest": kept_since(at),
        "future": at + FUTURE_WITHIN,
        "now": at,
    }
