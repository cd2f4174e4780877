"""Incidents and units as the feed shows them, with what the simulator needs of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

REFERENCE: Final = "demo-"
_STAMPS: Final = (
    "resolved_at",
    "on_scene_at",
    "en_route_at",
    "dispatched_at",
    "acknowledged_at",
    "reported_at",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A unit's assignment to an incident, as the incident names it."""

    assignment: str
    unit: int
    status: str


@dataclass(frozen=True, slots=True)
class SeenIncident:
    """An open incident."""

    id: str
    region: str
    type: str
    priority: int
    status: str
    rings: bool
    place: tuple[float, float] | None
    is_ours: bool
    handler: int | None
    stamps: frozenset[str]
    since: datetime
    sent: tuple[Sent, ...]
    version: int


@dataclass(frozen=True, slots=True)
class SeenUnit:
    """A unit in use."""

    id: int
    call_sign: str
    service: str
    region: str
    status: str
    place: tuple[float, float] | None


def incident_of(item: Mapping[str, Any]) -> SeenIncident:
    """An incident of its list item."""
    handler = item["handler"]
    return SeenIncident(
        id=item["id"],
        region=item["region"],
        type=item["type"],
        priority=item["priority"],
        status=item["status"],
        rings=item["needs_ack"],
        place=_place(item["location"]),
        is_ours=str(item["source_ref"]).startswith(REFERENCE),
        handler=handler["id"] if handler else None,
        stamps=frozenset(name for name in _STAMPS if item[name]),
        since=_last_stamp(item),
        sent=tuple(Sent(unit["assignment"], unit["id"], unit["status"]) for unit in item["units"]),
        version=item["version"],
    )


def unit_of(item: Mapping[str, Any]) -> SeenUnit:
    """A unit of its list item."""
    return SeenUnit(
        id=item["id"],
        call_sign=item["call_sign"],
        service=item["service"],
        region=item["region"],
        status=item["status"],
        place=_place(item["location"]),
    )


def _place(point: Mapping[str, Any] | None) -> tuple[float, float] | None:
    return None if point is None else (float(point["coordinates"][0]), float(point["coordinates"][1]))


def _last_stamp(item: Mapping[str, Any]) -> datetime:
    return max(datetime.fromisoformat(item[name]) for name in _STAMPS if item[name])
