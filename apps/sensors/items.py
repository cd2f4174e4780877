"""A sensor and a crossing as the live screen and the API's lists show them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from apps.core.clock import iso, now
from apps.core.geo import as_geojson
from apps.sensors.models import Crossing, Sensor, Threshold


def item_of(sensor: Sensor, *, at: datetime) -> dict[str, Any]:
    """The list item of a sensor that was read with `shown`; `open` is false once it is retired.

    `stale` and `age_s`, the seconds since its newest reading, are of the moment `at`; a sensor that was never heard has
    no age and is not stale.
    """
    state = sensor.state
    return {
        "id": sensor.pk,
        "code": sensor.code,
        "name": sensor.name,
        "region": sensor.region_id,
        "kind": sensor.kind_id,
        "unit": sensor.kind.unit,
        "status": state.status,
        "value": state.value,
        "value_at": iso(state.at),
        "stale": sensor.is_stale(at),
        "age_s": None if state.at is None else max(0, int((at - state.at).total_seconds())),
        "location": as_geojson(sensor.location),
        "open": sensor.retired_at is None,
    }


def render(ids: Collection[str]) -> Mapping[str, dict[str, Any]]:
    """The items of these sensors, by id."""
    rows = Sensor.objects.shown().filter(pk__in=[int(i) for i in ids])
    at = now()
    return {str(sensor.pk): item_of(sensor, at=at) for sensor in rows}


def threshold_item(threshold: Threshold) -> dict[str, Any]:
    """A threshold as a crossing names it."""
    return {
        "id": threshold.pk,
        "measure": threshold.measure,
        "compare": threshold.compare,
        "limit": threshold.limit,
        "level": threshold.level,
        "owner": threshold.owner,
    }


def crossing_item(crossing: Crossing) -> dict[str, Any]:
    """A crossing; `open` is false once it has ended. `unit` is that of the value: of silence, seconds."""
    sensor = crossing.sensor
    return {
        "id": str(crossing.pk),
        "region": crossing.region_id,
        "sensor": {
            "id": sensor.pk,
            "code": sensor.code,
            "name": sensor.name,
            "kind": sensor.kind_id,
        },
        "location": as_geojson(sensor.location),
        "threshold": threshold_item(crossing.threshold),
        "unit": unit_of(sensor.kind.unit, crossing.threshold.measure),
        "value": crossing.value,
        "peak": crossing.peak,
        "began_at": iso(crossing.began_at),
        "ended_at": iso(crossing.ended_at),
        "open": crossing.ended_at is None,
    }


def unit_of(unit: str, measure: str) -> str:
    """The UCUM code of what is measured: the kind's unit, that per hour, or seconds."""
    return {"rate": f"{unit}/h", "absence": "s"}.get(measure, unit)


def render_crossings(ids: Collection[str]) -> Mapping[str, dict[str, Any]]:
    """The items of these crossings, by id."""
    rows = Crossing.objects.filter(pk__in=ids).select_related("sensor__kind", "threshold")
    return {str(crossing.pk): crossing_item(crossing) for crossing in rows}


def none_open(codes: Collection[str]) -> list[dict[str, Any]]:
    """None: a fresh screen takes its sensors from `sensors/columns/`; they are too many for a snapshot."""
    return []
