"""Detections and plates that are looked for, as the feed and the API's lists show them."""

from collections.abc import Collection, Mapping
from typing import Any

from apps.accounts.models import User
from apps.cameras.models import Camera, Detection, PlateHit, PlateRead, WatchEntry
from apps.core.clock import iso
from apps.core.geo import as_geojson

Item = dict[str, Any]


def camera_of(camera: Camera) -> Item:
    """A camera as other objects name it."""
    return {"id": camera.pk, "code": camera.code, "name": camera.name}


def detection_item(detection: Detection) -> Item:
    """The list item; `open` while it is seen."""
    return {
        "id": str(detection.pk),
        "region": detection.region_id,
        "camera": camera_of(detection.camera),
        "source": detection.source,
        "source_ref": detection.source_ref,
        "label": detection.label,
        "sub_label": detection.sub_label or None,
        "sub_score": detection.sub_score,
        "score": detection.score,
        "zones": list(detection.zones),
        "location": as_geojson(detection.location),
        "began_at": iso(detection.began_at),
        "ended_at": iso(detection.ended_at),
        "updated_at": iso(detection.updated_at),
        "open": detection.ended_at is None,
    }


def hit_item(hit: PlateHit) -> Item:
    """A hit of the watch list, with the entry that it met."""
    watch = hit.watch
    return {
        "id": str(hit.pk),
        "region": hit.region_id,
        "camera": camera_of(hit.camera),
        "plate": hit.plate,
        "at": iso(hit.at),
        "confidence": hit.confidence,
        "direction": hit.direction,
        "watch": {"id": str(watch.pk), "reason": watch.reason, "priority": watch.priority},
        "location": as_geojson(hit.location),
        "open": True,
    }


def render_detections(ids: Collection[str]) -> Mapping[str, Item]:
    """The items of these detections, by id."""
    rows = Detection.objects.with_camera().filter(pk__in=ids)
    return {str(row.pk): detection_item(row) for row in rows}


def render_hits(ids: Collection[str]) -> Mapping[str, Item]:
    """The items of these hits, by id."""
    rows = PlateHit.objects.with_camera().select_related("watch").filter(pk__in=ids)
    return {str(row.pk): hit_item(row) for row in rows}


def none_open(codes: Collection[str]) -> list[Item]:
    """None: what was seen is asked for; what must be dealt with is an alarm, and these are in the snapshot."""
    return []


def read_item(row: PlateRead) -> Item:
    """A plate reading; its place is the camera's."""
    return {
        "id": row.pk,
        "region": row.region_id,
        "camera": camera_of(row.camera),
        "plate": row.plate,
        "at": iso(row.at),
        "confidence": row.confidence,
        "direction": row.direction,
        "speed_kmh": row.speed_kmh,
        "limit_kmh": row.limit_kmh,
        "vehicle": row.vehicle,
        "location": as_geojson(row.camera.location),
    }


def entry_item(entry: WatchEntry) -> Item:
    """An entry of the watch list, with who added it and who took it off."""
    return {
        "id": str(entry.pk),
        "plate": entry.plate,
        "is_pattern": entry.is_pattern,
        "reason": entry.reason,
        "priority": entry.priority,
        "region": entry.region_id,
        "valid_from": iso(entry.valid_from),
        "valid_until": iso(entry.valid_until),
        "added_by": person_of(entry.added_by),
        "added_at": iso(entry.added_at),
        "ended_at": iso(entry.ended_at),
        "ended_by": person_of(entry.ended_by) if entry.ended_by else None,
        "end_reason": entry.end_reason,
    }


def person_of(user: User) -> Item:
    """A person as other objects name him or her."""
    return {"id": user.pk, "name": user.actor_name}
