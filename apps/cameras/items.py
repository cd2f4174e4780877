"""A camera as the live screen and the API's lists show it."""

from collections.abc import Collection, Mapping
from typing import Any

from apps.cameras.models import Camera
from apps.core.clock import iso
from apps.core.geo import as_geojson


def item_of(camera: Camera) -> dict[str, Any]:
    """The list item; `open` is false once the camera is retired."""
    return {
        "id": camera.pk,
        "code": camera.code,
        "name": camera.name,
        "region": camera.region_id,
        "district": camera.district_id,
        "kind": camera.kind,
        "status": camera.status,
        "status_changed_at": iso(camera.status_changed_at),
        "location": as_geojson(camera.location),
        "address": camera.address,
        "make": camera.make,
        "model": camera.model,
        "owner": camera.owner,
        "direction": camera.direction,
        "node": camera.node_id,
        "azimuth": camera.azimuth,
        "fov_deg": camera.fov_deg,
        "range_m": camera.range_m,
        "open": camera.retired_at is None,
    }


def render(ids: Collection[str]) -> Mapping[str, dict[str, Any]]:
    """The items of these cameras, by id."""
    return {str(camera.pk): item_of(camera) for camera in Camera.objects.filter(pk__in=[int(i) for i in ids])}


def open_items(codes: Collection[str]) -> list[dict[str, Any]]:
    """None: a fresh screen takes its cameras from `cameras/columns/`; they are too many for a snapshot."""
    return []
