"""The register of violations as the API and the pages show it."""

from typing import Any

from apps.cameras.models import Violation, ViolationEntry, ViolationPicture
from apps.cameras.sighted import Item, camera_of
from apps.core.clock import iso
from apps.core.geo import as_geojson


def violation_item(violation: Violation) -> Item:
    """The list item."""
    return {
        "id": str(violation.pk),
        "region": violation.region_id,
        "kind": {"code": violation.kind_id, "name": violation.kind.name},
        "camera": camera_of(violation.camera),
        "at": iso(violation.at),
        "plate": violation.plate or None,
        "speed_kmh": violation.speed_kmh,
        "limit_kmh": violation.limit_kmh,
        "facts": violation.facts,
        "detection": str(violation.detection_id) if violation.detection_id else None,
        "location": as_geojson(violation.location),
        "state": violation.state,
        "needs_two": violation.kind.needs_two,
        "decided_at": iso(violation.decided_at),
        "version": violation.version,
        "open": violation.is_open,
    }


def violation_detail(violation: Violation) -> Item:
    """The same with its history, and whether there is a picture."""
    history = [entry_item(entry) for entry in violation.history.all()]
    return violation_item(violation) | {"has_picture": picture_of(violation) is not None, "history": history}


def entry_item(entry: ViolationEntry) -> dict[str, Any]:
    """A line of a violation's history; nobody is the system that reported it."""
    return {
        "at": iso(entry.at),
        "state": entry.state,
        "reason": entry.reason,
        "by": {"id": entry.by_user_id, "name": entry.by_name} if entry.by_user_id else None,
    }


def picture_of(violation: Violation) -> ViolationPicture | None:
    """What came with it, if anything did."""
    return ViolationPicture.objects.filter(violation=violation).first()
