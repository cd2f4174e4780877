"""All cameras of a scope as columns, for the map: built by PostgreSQL, compressed once, cached by version."""

import gzip
import hashlib
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db import connection

from apps.cameras.models import CameraKind, CameraStatus
from apps.core.encoding import encode
from apps.regions.scope import Scope

KEPT_S: Final = 24 * 3600

# A trigger raises a region's revision with every change of its cameras (migration 0002).
REVISIONS: Final = """
    SELECT coalesce(string_agg(region_id || ':' || number, ',' ORDER BY region_id), '')
    FROM cameras_columnsrevision WHERE %(everywhere)s OR region_id = ANY(%(codes)s)
"""

# One statement, one snapshot: the revisions belong to exactly these rows. Coordinates are 1e-5 degrees, each
# but the first as the difference to the one before.
COLUMNS: Final = """
    WITH scaled AS MATERIALIZED (
        SELECT id, region_id, status, kind, azimuth, fov_deg, range_m,
               round(ST_X(location) * 1e5)::int AS lon, round(ST_Y(location) * 1e5)::int AS lat
        FROM cameras_camera
        WHERE retired_at IS NULL AND (%(everywhere)s OR region_id = ANY(%(codes)s))
    ), used AS (
        SELECT coalesce(array_agg(DISTINCT region_id::text ORDER BY region_id::text), '{}') AS regions FROM scaled
    ), coded AS (
        -- In the order of their ids, which the aggregates below keep.
        SELECT id, azimuth, fov_deg, range_m,
               array_position(%(statuses)s::text[], status::text) - 1 AS status,
               array_position(%(kinds)s::text[], kind::text) - 1 AS kind,
               array_position((SELECT regions FROM used), region_id::text) - 1 AS region,
               lon - lag(lon, 1, 0) OVER by_id AS lon,
               lat - lag(lat, 1, 0) OVER by_id AS lat
        FROM scaled WINDOW by_id AS (ORDER BY id) ORDER BY id
    )
    SELECT (
               SELECT coalesce(string_agg(region_id || ':' || number, ',' ORDER BY region_id), '')
               FROM cameras_columnsrevision WHERE %(everywhere)s OR region_id = ANY(%(codes)s)
           ),
           (SELECT regions FROM used),
           json_build_object(
               'ids', coalesce(array_agg(id), '{}'),
               'lon', coalesce(array_agg(lon), '{}'),
               'lat', coalesce(array_agg(lat), '{}'),
               'status', coalesce(array_agg(status), '{}'),
               'kind', coalesce(array_agg(kind), '{}'),
               'region', coalesce(array_agg(region), '{}'),
               'azimuth', coalesce(array_agg(azimuth), '{}'),
               'fov_deg', coalesce(array_agg(fov_deg), '{}'),
               'range_m', coalesce(array_agg(range_m), '{}')
           )::text
    FROM coded
"""


class Columns(NamedTuple):
    """The body, gzipped JSON, and its version."""

    version: str
    gzipped: bytes


def version_of(scope: Scope) -> str:
    """The version of what `columns_of` would answer now; costs one small query."""
    with connection.cursor() as cursor:
        cursor.execute(REVISIONS, _parameters(scope))
        return _version(scope, cursor.fetchone()[0])


def columns_of(scope: Scope) -> Columns:
    """`{"version", "ids", "lon", "lat", "status", "kind", "region", "azimuth", "fov_deg", "range_m", …}`.

    `lon` and `lat` are integers of 1e-5 degrees, delta-coded; `status`, `kind` and `region` are places in the
    lists `statuses`, `kinds` and `regions`. Cameras in use alone, by id.
    """
    version = version_of(scope)
    kept = cache.get(_key(version))
    return Columns(version, kept) if kept is not None else _built(scope)


def _built(scope: Scope) -> Columns:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, _parameters(scope))
        revisions, regions, arrays = cursor.fetchone()
    version = _version(scope, revisions)
    head = encode(
        {
            "version": version,
            "statuses": CameraStatus.values,
            "kinds": CameraKind.values,
            "regions": regions,
        }
    )
    gzipped = gzip.compress(head[:-1] + b"," + arrays.encode()[1:], compresslevel=5, mtime=0)
    cache.set(_key(version), gzipped, KEPT_S)
    return Columns(version, gzipped)


def _parameters(scope: Scope) -> dict[str, Any]:
    return {
        "everywhere": scope.is_national,
        "codes": sorted(scope.codes),
        "statuses": CameraStatus.values,
        "kinds": CameraKind.values,
    }


def _version(scope: Scope, revisions: str) -> str:
    words = "|".join((revisions, *CameraStatus.values, *CameraKind.values, str(scope.is_national)))
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()


def _key(version: str) -> str:
    return f"camera-columns:{version}"
