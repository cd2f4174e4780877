"""Positions into the database: one statement stores them all, moves each unit's newest on, and says what became of each.

The edges share it: `actions.record_positions` runs it on Django's connection, `gathering` on connections of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from math import nan
from typing import Any, Final, NamedTuple

from apps.accounts.roles import Can
from apps.core.packing import big_ints, flags, floats, micros_of, texts, times
from apps.inspectors.partitions import kept_since
from apps.regions.scope import EVERYTHING, Scope

FUTURE_WITHIN: Final = timedelta(minutes=5)


class Fate(StrEnum):
    """What became of a position that was sent."""

    STORED = "stored"
    OFF_DUTY = "off_duty"
    TOO_OLD = "too_old"
    UNKNOWN_DEVICE = "unknown_device"
    # The key it came with has been withdrawn meanwhile.
    KEY_NOT_VALID = "key_not_valid"
    # The database refused this very row.
    REFUSED = "invalid"


FATES: Final[Mapping[str, Fate]] = {
    "s": Fate.STORED,
    "o": Fate.OFF_DUTY,
    "t": Fate.TOO_OLD,
    "u": Fate.UNKNOWN_DEVICE,
    "k": Fate.KEY_NOT_VALID,
}


class Reading(NamedTuple):
    """What a device says: `device` is its identifier, `at` its clock; degrees, m/s, metres, percent.

    `is_mock`: the phone itself says that the place was made up; such a one is kept, and moves no unit.
    `is_sos`: somebody pressed for help.
    """

    device: str
    at: datetime
    lon: float
    lat: float
    speed_mps: float | None = None
    heading: float | None = None
    accuracy_m: float | None = None
    battery: float | None = None
    is_mock: bool = False
    is_sos: bool = False


# Whatever the planner thinks of the tables, each device and unit is found by its key (OFFSET 0: not by a join of all).
# A row's `key` is the API key that it came with, whose rights are looked up here and now; less than 0, the secret of
# one device, which speaks for that device alone; or 0: then the regions of the statement's own parameters hold. Rows
# are taken in one order everywhere, so that two batches do not wait for each other in a circle.
RECORD: Final = """
    WITH given AS MATERIALIZED (
        SELECT * FROM unnest(
            %(keys)s, %(devices)s, %(moments)s, %(lon)s, %(lat)s, %(speed)s, %(heading)s, %(accuracy)s,
            %(battery)s, %(mock)s
        ) WITH ORDINALITY AS g (
            key, identifier, at, lon, lat, speed_mps, heading, accuracy_m, battery, is_mock, n
        )
    ), callers AS MATERIALIZED (
        SELECT k.id, c.is_national,
               ARRAY(SELECT r.region_id::text FROM accounts_apiclient_regions r WHERE r.apiclient_id = c.id) AS codes,
               NULL::bigint AS device_id
        FROM accounts_apikey k JOIN accounts_apiclient c ON c.id = k.client_id
        WHERE k.id = ANY(%(used)s) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > %(now)s)
          AND c.is_active AND %(scope)s::text = ANY(c.scopes)
        UNION ALL SELECT -s.id, true, '{}', s.device_id FROM inspectors_devicesecret s WHERE s.id = ANY(%(secrets)s)
        UNION ALL SELECT 0, %(everywhere)s, %(codes)s, NULL
    ), known AS MATERIALIZED (
        SELECT g.n, d.id AS device_id, u.id AS unit_id, g.at,
               ST_SetSRID(ST_MakePoint(g.lon, g.lat), 4326) AS location,
               nullif(g.speed_mps, 'NaN') AS speed_mps, nullif(g.heading, 'NaN') AS heading,
               nullif(g.accuracy_m, 'NaN') AS accuracy_m, nullif(g.battery, 'NaN') AS battery, g.is_mock,
               CASE WHEN c.id IS NULL THEN 'k'
                    WHEN u.id IS NULL OR c.device_id <> d.id OR NOT (c.is_national OR u.region_id = ANY(c.codes))
                        THEN 'u'
                    WHEN (u.status = 'off_duty' OR d.is_resting) AND NOT u.has_sos THEN 'o'
                    WHEN g.at < %(oldest)s THEN 't'
                    ELSE 's' END AS fate
        FROM given g
        LEFT JOIN callers c ON c.id = g.key
        LEFT JOIN LATERAL (
            SELECT d.id, d.unit_id, d.is_resting FROM inspectors_device d
            WHERE d.identifier = g.identifier AND NOT d.is_revoked OFFSET 0
        ) AS d ON true
        LEFT JOIN LATERAL (
            SELECT u.id, u.region_id, u.status, u.has_sos FROM inspectors_unit u
            WHERE u.id = d.unit_id AND u.retired_at IS NULL OFFSET 0
        ) AS u ON true
    ), kept AS (
        INSERT INTO inspectors_position
            (device_id, at, received_at, location, speed_mps, heading, accuracy_m, battery, is_mock)
        SELECT device_id, at, %(now)s, location, speed_mps, heading, accuracy_m, battery, is_mock
        FROM known WHERE fate = 's' ORDER BY device_id, at
        ON CONFLICT (device_id, at) DO NOTHING
    ), newest AS (
        INSERT INTO inspectors_latestposition AS latest
            (unit_id, device_id, at, received_at, location, speed_mps, heading, accuracy_m, battery)
        SELECT DISTINCT ON (unit_id)
               unit_id, device_id, at, %(now)s, location, speed_mps, heading, accuracy_m, battery
        FROM known WHERE fate = 's' AND at <= %(future)s AND NOT is_mock
        ORDER BY unit_id, at DESC, n DESC
        ON CONFLICT (unit_id) DO UPDATE SET
            device_id = excluded.device_id, at = excluded.at, received_at = excluded.received_at,
            location = excluded.location, speed_mps = excluded.speed_mps, heading = excluded.heading,
            accuracy_m = excluded.accuracy_m, battery = excluded.battery
        WHERE latest.at < excluded.at
    )
    SELECT string_agg(fate, '' ORDER BY n) FROM known
"""

Keyed = tuple[int, Reading]


def parameters(rows: Sequence[Keyed], *, at: datetime, scope: Scope = EVERYTHING) -> dict[str, Any]:
    """The statement's parameters for readings with their keys; `scope` is that of readings whose key is 0."""
    keys, readings = zip(*rows, strict=True)
    devices, moments, lon, lat, speed, heading, accuracy, battery, mock, _sos = zip(*readings, strict=True)
    return {
        "keys": big_ints(keys),
        "devices": texts(devices),
        "moments": times([micros_of(moment) for moment in moments]),
        "lon": floats(lon),
        "lat": floats(lat),
        "speed": floats(_measures(speed)),
        "heading": floats(_measures(heading)),
        "accuracy": floats(_measures(accuracy)),
        "battery": floats(_measures(battery)),
        "mock": flags(mock),
        "used": big_ints(sorted({key for key in keys if key > 0})),
        "secrets": big_ints(sorted({-key for key in keys if key < 0})),
        "scope": Can.WRITE_POSITIONS.value,
        "everywhere": scope.is_national,
        "codes": texts(sorted(scope.codes)),
        "oldest": kept_since(at),
        "future": at + FUTURE_WITHIN,
        "now": at,
    }


def _measures(values: Sequence[float | None]) -> list[float]:
    """The columns have no nulls: what is not a number stands for one."""
    return [nan if value is None else value for value in values]


def fates_of(told: str | None) -> list[Fate]:
    """What the statement says of each row, a letter each."""
    return [FATES[letter] for letter in told or ""]
