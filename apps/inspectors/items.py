"""A unit as the live screen and the API's lists show it, and as an incident names it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from apps.core.clock import iso
from apps.core.geo import as_geojson
from apps.inspectors.models import Assignment, Unit


def item_of(unit: Unit) -> dict[str, Any]:
    """The list item; `open` is false once the unit is retired. Of somebody off duty no position is shown."""
    latest = unit.latest_position if unit.location else None
    return {
        "id": unit.pk,
        "call_sign": unit.call_sign,
        "service": unit.service,
        "region": unit.region_id,
        "status": unit.status,
        "status_changed_at": iso(unit.status_changed_at),
        "vehicle": unit.vehicle,
        "skills": unit.skills,
        "home_beat": unit.home_beat,
        "crew": [{"id": person.pk, "name": person.full_name} for person in unit.crew.all()],
        "location": as_geojson(latest.location) if latest else None,
        "position_at": iso(latest.at) if latest else None,
        "heading": latest.heading if latest else None,
        "speed_mps": latest.speed_mps if latest else None,
        "open": unit.retired_at is None,
    }


def redacted(item: dict[str, Any]) -> dict[str, Any]:
    """What a wall screen shows: the unit, not its people."""
    return item | {"crew": []}


def render(ids: Collection[str]) -> Mapping[str, dict[str, Any]]:
    """The items of these units, by id."""
    rows = Unit.objects.filter(pk__in=[int(unit_id) for unit_id in ids]).shown()
    return {str(unit.pk): item_of(unit) for unit in rows}


def open_items(codes: Collection[str]) -> list[dict[str, Any]]:
    """Every unit in use of these regions."""
    return [item_of(unit) for unit in Unit.objects.active().filter(region__in=list(codes)).shown()]


def units_of_incidents(ids: Collection[str]) -> Mapping[str, list[dict[str, Any]]]:
    """For each incident its active assignments, as its JSON names them: `id` is the unit's."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for assignment in Assignment.objects.of_incidents(ids).active().select_related("unit"):
        found[str(assignment.incident_id)].append(companion_of(assignment))
    return found


def companion_of(assignment: Assignment) -> dict[str, Any]:
    """An assignment as its incident names it."""
    return {
        "id": assignment.unit_id,
        "assignment": str(assignment.pk),
        "call_sign": assignment.unit.call_sign,
        "service": assignment.unit.service,
        "region": assignment.unit.region_id,
        "status": assignment.status,
    }
