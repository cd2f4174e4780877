"""A unit as the live screen and the API's lists show it, and as an incident names it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.db.models import F, FloatField, Func

from apps.core.clock import iso
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.querysets import UnitQuerySet
from apps.inspectors.workflow import UnitStatus
from apps.live.topics import Item

PLAIN: Final = ("call_sign", "service", "status", "vehicle", "skills", "home_beat")
ROW: Final = ("id", "region_id", "status_changed_at", "retired_at", "has_sos", *PLAIN)
WHERE: Final = ("lon", "lat", "position_at", "heading", "speed_mps")
Crew = list[dict[str, Any]]


class _Lon(Func):
    function = "ST_X"
    output_field = FloatField()


class _Lat(Func):
    function = "ST_Y"
    output_field = FloatField()


def items(units: UnitQuerySet) -> list[Item]:
    """The list item of each unit, in the order of the query; two queries, however many there are."""
    here = F("latest__location")
    rows = units.values(
        *ROW,
        lon=_Lon(here),
        lat=_Lat(here),
        position_at=F("latest__at"),
        heading=F("latest__heading"),
        speed_mps=F("latest__speed_mps"),
    )
    found = list(rows)
    crews = _crews([row["id"] for row in found])
    return [_item(row, crews.get(row["id"], [])) for row in found]


def item_of(unit: Unit) -> Item:
    """The list item of one unit that was read with `shown`."""
    latest = unit.latest_position
    where = (
        (latest.location.x, latest.location.y, latest.at, latest.heading, latest.speed_mps)
        if latest
        else (None,) * len(WHERE)
    )
    row = {name: getattr(unit, name) for name in ROW} | dict(zip(WHERE, where, strict=True))
    return _item(row, [_person(person.pk, person.full_name) for person in unit.crew.all()])


def _item(row: Mapping[str, Any], crew: Crew) -> Item:
    """`open` is false once the unit is retired. Of somebody off duty no position is shown, unless he or she needs help."""
    known = row["lon"] is not None and (row["status"] != UnitStatus.OFF_DUTY or row["has_sos"])
    return {
        "id": row["id"],
        "region": row["region_id"],
        **{name: row[name] for name in PLAIN},
        "status_changed_at": iso(row["status_changed_at"]),
        "crew": crew,
        "location": _point(row["lon"], row["lat"]) if known else None,
        "position_at": iso(row["position_at"]) if known else None,
        "heading": row["heading"] if known else None,
        "speed_mps": row["speed_mps"] if known else None,
        "sos": row["has_sos"],
        "open": row["retired_at"] is None,
    }


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def _person(pk: int, name: str) -> dict[str, Any]:
    return {"id": pk, "name": name}


def _crews(unit_ids: Iterable[int]) -> Mapping[int, Crew]:
    """The people of each unit, by name."""
    pairs = Unit.crew.through.objects.filter(unit__in=list(unit_ids)).order_by(
        "inspector__full_name", "inspector"
    )
    found: dict[int, Crew] = defaultdict(list)
    for unit_id, pk, name in pairs.values_list("unit_id", "inspector_id", "inspector__full_name"):
        found[unit_id].append(_person(pk, name))
    return found


def redacted(item: Item) -> Item:
    """What a wall screen shows: the unit, not its people."""
    return item | {"crew": []}


def render(ids: Collection[str]) -> Mapping[str, Item]:
    """The items of these units, by id."""
    rows = Unit.objects.filter(pk__in=[int(unit_id) for unit_id in ids])
    return {str(item["id"]): item for item in items(rows)}


def open_items(codes: Collection[str]) -> list[Item]:
    """Every unit in use of these regions."""
    return items(Unit.objects.active().filter(region__in=list(codes)).order_by("region", "call_sign", "pk"))


def units_of_incidents(ids: Collection[str]) -> Mapping[str, list[Item]]:
    """For each incident its active assignments, as its JSON names them: `id` is the unit's."""
    found: dict[str, list[Item]] = defaultdict(list)
    for assignment in Assignment.objects.of_incidents(ids).active().select_related("unit"):
        found[str(assignment.incident_id)].append(companion_of(assignment))
    return found


def companion_of(assignment: Assignment) -> Item:
    """An assignment as its incident names it."""
    return {
        "id": assignment.unit_id,
        "assignment": str(assignment.pk),
        "call_sign": assignment.unit.call_sign,
        "service": assignment.unit.service,
        "region": assignment.unit.region_id,
        "status": assignment.status,
    }
