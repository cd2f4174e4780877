"""Calls for help and questions about signs of life as the live screen shows them, and whom they concern."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from apps.core.clock import iso
from apps.inspectors.models import Assignment, Inspector, LifeCheck, Sos, Unit
from apps.inspectors.querysets import UnitQuerySet
from apps.live.topics import Item

SOS_TOPIC: Final = "sos"
LIFE_TOPIC: Final = "signs_of_life"


def sos_item(sos: Sos) -> Item:
    """A call for help; `location` is where it was pressed last. It is `open` until it ends."""
    unit, person = sos.unit, sos.inspector
    return {
        "id": str(sos.pk),
        "region": sos.region_id,
        "open": sos.ended_at is None,
        "unit": sos.unit_id,
        "call_sign": unit.call_sign if unit else "",
        "inspector": person.full_name if person else "",
        "incident": str(sos.incident_id),
        "number": sos.incident.number,
        "location": point_of(sos.location),
        "presses": sos.presses,
        "raised_at": iso(sos.raised_at),
        "ended_at": iso(sos.ended_at),
        "end_reason": sos.end_reason,
    }


def point_of(here: Any) -> dict[str, Any] | None:
    """A point as GeoJSON."""
    return None if here is None else {"type": "Point", "coordinates": [round(here.x, 6), round(here.y, 6)]}


def sos_rows() -> Any:
    """Calls for help with all that their items show."""
    return Sos.objects.select_related("unit", "inspector", "incident")


def render_sos(ids: Collection[str]) -> Mapping[str, Item]:
    """The items of these calls for help, by id."""
    return {str(sos.pk): sos_item(sos) for sos in sos_rows().filter(pk__in=list(ids))}


def open_sos(codes: Collection[str]) -> list[Item]:
    """Every call for help of these regions that has not ended, the earliest first."""
    rows = sos_rows().filter(region__in=list(codes), ended_at=None).order_by("raised_at", "pk")
    return [sos_item(sos) for sos in rows]


def redacted_sos(item: Item) -> Item:
    """What a wall screen shows: the unit, not its people."""
    return item | {"inspector": "", "end_reason": ""}


def life_item(check: LifeCheck) -> Item:
    """Whether a unit on scene is all right. It is `open` until there is a sign of life."""
    return {
        "id": str(check.pk),
        "region": check.region_id,
        "open": check.ended_at is None,
        "unit": check.unit_id,
        "call_sign": check.unit.call_sign,
        "service": check.unit.service,
        "incident": str(check.assignment.incident_id),
        "number": check.assignment.incident.number,
        "incident_type": check.assignment.incident.type_id,
        "location": point_of(check.assignment.incident.location),
        "quiet_since": iso(check.quiet_since),
        "asked_at": iso(check.asked_at),
        "due_at": iso(check.due_at),
        "answered_at": iso(check.answered_at),
        "alarmed_at": iso(check.alarmed_at),
        "ended_at": iso(check.ended_at),
        "last_location": point_of(check.location),
        "position_at": iso(check.position_at),
    }


def life_rows() -> Any:
    """Checks with all that their items show."""
    return LifeCheck.objects.select_related("unit", "assignment__incident")


def render_life(ids: Collection[str]) -> Mapping[str, Item]:
    """The items of these checks, by id."""
    return {str(check.pk): life_item(check) for check in life_rows().filter(pk__in=list(ids))}


def open_life(codes: Collection[str]) -> list[Item]:
    """Every check of these regions that has no answer yet."""
    rows = life_rows().filter(region__in=list(codes), ended_at=None).order_by("asked_at", "pk")
    return [life_item(check) for check in rows]


def crews_of(units: UnitQuerySet) -> Iterable[int]:
    """The accounts of the people of these units."""
    return (
        Inspector.objects.active()
        .filter(units__in=units, user__isnull=False)
        .values_list("user_id", flat=True)
    )


def concerned_by_units(ids: Collection[str]) -> Iterable[int]:
    """Whom a change of these units concerns."""
    return crews_of(Unit.objects.filter(pk__in=[int(unit) for unit in ids]))


def concerned_by_incidents(ids: Collection[str]) -> Iterable[int]:
    """Whom a change of these incidents concerns: the crews that are sent to them."""
    sent = Assignment.objects.active().of_incidents(ids).values("unit")
    return crews_of(Unit.objects.filter(pk__in=sent))


def concerned_by_sos(ids: Collection[str]) -> Iterable[int]:
    """Whom these calls for help concern: the unit's crew, and who pressed."""
    rows = Sos.objects.filter(pk__in=list(ids))
    pressed = rows.filter(inspector__user__isnull=False).values_list("inspector__user_id", flat=True)
    return {*pressed, *crews_of(Unit.objects.filter(pk__in=rows.values("unit")))}


def concerned_by_life(ids: Collection[str]) -> Iterable[int]:
    """Whom these questions concern: the unit's crew."""
    return crews_of(Unit.objects.filter(pk__in=LifeCheck.objects.filter(pk__in=list(ids)).values("unit")))
