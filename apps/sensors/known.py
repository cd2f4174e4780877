"""Which sensors a caller may write to, by code: read again only where a region's sensors have changed."""

from collections.abc import Mapping
from math import inf
from typing import Final, NamedTuple

from django.db import connection

from apps.regions.scope import Scope

# The row's version beside its number: a number that was counted in a transaction that came to nothing comes again.
VERSIONS: Final = """
    SELECT region_id, sensors, xmin::text FROM sensors_sensorrevision
    WHERE %(everywhere)s OR region_id = ANY(%(codes)s) ORDER BY region_id
"""
SENSORS: Final = """
    SELECT s.code, s.id, k.low, k.high
    FROM sensors_sensor s JOIN sensors_sensorkind k ON k.code = s.kind_id
    WHERE s.region_id = %s AND s.retired_at IS NULL
"""


class Known(NamedTuple):
    """A sensor in use: its id, and what its kind holds for possible."""

    id: int
    low: float
    high: float


Version = tuple[str, int, str]
ByCode = Mapping[str, Known | None]
_regions: dict[str, tuple[Version, dict[str, Known]]] = {}
_scopes: dict[Scope, tuple[tuple[Version, ...], ByCode]] = {}


def sensors_of(scope: Scope) -> ByCode:
    """Every sensor in use of a scope, by `CODE` and by `REGION:CODE`; None where two regions have the same code."""
    versions = _versions(scope)
    kept = _scopes.get(scope)
    if kept is None or kept[0] != versions:
        kept = _scopes[scope] = (versions, _merged(versions))
    return kept[1]


def _versions(scope: Scope) -> tuple[Version, ...]:
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS, {"everywhere": scope.is_national, "codes": sorted(scope.codes)})
        return tuple(cursor.fetchall())


def _merged(versions: tuple[Version, ...]) -> ByCode:
    merged: dict[str, Known | None] = {}
    for version in versions:
        for code, sensor in _of_region(version).items():
            merged[code] = None if code in merged else sensor
            merged[f"{version[0]}:{code}"] = sensor
    return merged


def _of_region(version: Version) -> dict[str, Known]:
    kept = _regions.get(version[0])
    if kept is None or kept[0] != version:
        kept = _regions[version[0]] = (version, _read(version[0]))
    return kept[1]


def _read(region: str) -> dict[str, Known]:
    with connection.cursor() as cursor:
        cursor.execute(SENSORS, [region])
        return {
            code: Known(pk, -inf if low is None else low, inf if high is None else high)
            for code, pk, low, high in cursor
        }
