"""All sensors of a scope as columns, for the map: built by PostgreSQL, compressed once, cached by version."""

import gzip
import hashlib
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db import connection

from apps.core.encoding import encode
from apps.regions.scope import Scope
from apps.sensors.models import SensorKind
from apps.sensors.workflow import SensorStatus

KEPT_S: Final = 24 * 3600
STATUSES: Final = [status.value for status in SensorStatus]
VERSIONS: Final = """
    SELECT coalesce(string_agg(region_id || ':' || sensors || ':' || statuses || ':' || xmin::text, ','
                               ORDER BY region_id), '')
    FROM sensors_sensorrevision WHERE %(everywhere)s OR region_id = ANY(%(codes)s)
"""
COLUMNS: Final = """
    WITH scaled AS MATERIALIZED (
        SELECT s.id, s.region_id, s.kind_id, t.status,
               round(ST_X(s.location) * 1e5)::int AS lon, round(ST_Y(s.location) * 1e5)::int AS lat
        FROM sensors_sensor s JOIN sensors_sensorstate t ON t.sensor_id = s.id
        WHERE s.retired_at IS NULL AND (%(everywhere)s OR s.region_id = ANY(%(codes)s))
    ), used AS (
        SELECT coalesce(array_agg(DISTINCT region_id::text ORDER BY region_id::text), '{}') AS regions FROM scaled
    ), coded AS (
        SELECT id,
               array_position(%(statuses)s::text[], status::text) - 1 AS status,
               array_position(%(kinds)s::text[], kind_id::text) - 1 AS kind,
               array_position((SELECT regions FROM used), region_id::text) - 1 AS region,
               lon - lag(lon, 1, 0) OVER by_id AS lon, lat - lag(lat, 1, 0) OVER by_id AS lat
        FROM scaled WINDOW by_id AS (ORDER BY id) ORDER BY id
    )
    SELECT (SELECT regions FROM used),
           json_build_object(
               'ids', coalesce(array_agg(id), '{}'), 'lon', coalesce(array_agg(lon), '{}'),
               'lat', coalesce(array_agg(lat), '{}'), 'status', coalesce(array_agg(status), '{}'),
               'kind', coalesce(array_agg(kind), '{}'), 'region', coalesce(array_agg(region), '{}')
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
        cursor.execute(VERSIONS, {"everywhere": scope.is_national, "codes": sorted(scope.codes)})
        words = f"{cursor.fetchone()[0]}|{scope.is_national}"
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()


def columns_of(scope: Scope) -> Columns:
    """`{"version", "statuses", "kinds", "regions", "ids", "lon", "lat", "status", "kind", "region"}` as of cameras.

    The version is read first: what changes meanwhile is told by the next one, and by the feed.
    """
    version = version_of(scope)
    kept = cache.get(f"sensor-columns:{version}")
    return Columns(version, kept) if kept is not None else _built(scope, version)


def _built(scope: Scope, version: str) -> Columns:
    kinds = list(SensorKind.objects.order_by("code").values_list("code", flat=True))
    parameters: dict[str, Any] = {
        "everywhere": scope.is_national,
        "codes": sorted(scope.codes),
        "statuses": STATUSES,
        "kinds": kinds,
    }
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, parameters)
        regions, arrays = cursor.fetchone()
    head = encode({"version": version, "statuses": STATUSES, "kinds": kinds, "regions": regions})
    gzipped = gzip.compress(head[:-1] + b"," + arrays.encode()[1:], compresslevel=5, mtime=0)
    cache.set(f"sensor-columns:{version}", gzipped, KEPT_S)
    return Columns(version, gzipped)
