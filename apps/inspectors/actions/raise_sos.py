"""An officer needs help."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.gis.geos import Point

from apps.core.errors import NotFound
from apps.core.ids import uuid7
from apps.incidents.actions import Report, record_fact, report_incident
from apps.incidents.models import Category, Incident, IncidentType
from apps.inspectors.crews import unit_of
from apps.inspectors.ledger import TOPIC, Principal
from apps.inspectors.models import Device, Inspector, Sos, Unit
from apps.inspectors.safety import SOS_TOPIC
from apps.live.feed import Feed, change

SOURCE: Final = "sos"
OFFICER_NEEDS_HELP: Final = "officer_needs_help"
MOST_URGENT: Final = 1


@dataclass(frozen=True, slots=True)
class Caller:
    """Who needs help: a unit, or somebody who is in none; the device that was pressed, if one was."""

    unit: Unit | None
    inspector: Inspector | None
    device: Device | None

    @property
    def region(self) -> str:
        """The unit's, else the person's."""
        someone = self.unit or self.inspector
        assert someone is not None  # noqa: S101 - `_caller` saw to it
        return someone.region_id

    @property
    def name(self) -> str:
        return self.unit.call_sign if self.unit else str(self.inspector.badge if self.inspector else "")


def raise_sos(
    *,
    unit_id: int | None = None,
    inspector: Inspector | None = None,
    device: str | None = None,
    location: Point | None = None,
    by: Principal | None,
    at: datetime,
    stamp_at: datetime | None = None,
) -> Sos:
    """Open an incident of the highest priority at once, and share the unit's position, off duty too, until it ends.

    One of `unit_id`, `inspector` and `device` (its identifier) says who. Pressed again while it lasts, it opens no
    second one: the presses are counted and the place is the newest. `stamp_at` is when a device without a
    connection was pressed. Raises `NotFound` for who is unknown, retired or whose device is revoked.
    """
    with change(at=at) as feed:
        caller = _caller(unit_id, inspector, device)
        _lock(caller)
        place = location or _known_place(caller.unit)
        held = _open(caller)
        if held is not None:
            return _pressed_again(feed, held, place, by=by, at=at)
        return _raised(feed, caller, place, by=by, at=at, stamp_at=min(stamp_at or at, at))


def _caller(unit_id: int | None, inspector: Inspector | None, identifier: str | None) -> Caller:
    device = _device(identifier) if identifier is not None else None
    wanted = unit_id or (device.unit_id if device else None)
    unit = Unit.objects.active().filter(pk=wanted).first() if wanted else unit_of(inspector)
    if unit is None and inspector is None:
        raise NotFound
    return Caller(unit, inspector, device)


def _lock(caller: Caller) -> None:
    """One press after the other: the incident there is, then who presses, in the order that all actions lock."""
    if (held := _open(caller)) is not None:
        Incident.objects.locked(held.incident_id)
    if caller.unit:
        Unit.objects.locked(caller.unit.pk)
    elif caller.inspector:
        Inspector.objects.select_for_update(of=("self",)).get(pk=caller.inspector.pk)


def _device(identifier: str) -> Device:
    found = Device.objects.filter(identifier=identifier, is_revoked=False).first()
    if found is None:
        raise NotFound
    return found


def _known_place(unit: Unit | None) -> Point | None:
    latest = unit.latest_position if unit else None
    return latest.location if latest else None


def _open(caller: Caller) -> Sos | None:
    rows = Sos.objects.filter(ended_at=None)
    if caller.unit:
        return rows.filter(unit=caller.unit).first()
    return rows.filter(unit=None, inspector=caller.inspector).first()


def _pressed_again(feed: Feed, sos: Sos, place: Point | None, *, by: Principal | None, at: datetime) -> Sos:
    sos.presses += 1
    sos.last_at, sos.location = at, place or sos.location
    sos.save(update_fields=["presses", "last_at", "location"])
    record_fact(incident_id=sos.incident_id, kind="sos_repeated", by=by, at=at, new={"presses": sos.presses})
    _tell(feed, sos, "sos.repeated")
    return sos


def _raised(
    feed: Feed, caller: Caller, place: Point | None, *, by: Principal | None, at: datetime, stamp_at: datetime
) -> Sos:
    sos = Sos(
        pk=uuid7(),
        region_id=caller.region,
        unit=caller.unit,
        inspector=caller.inspector,
        device=caller.device,
        location=place,
        raised_at=stamp_at,
        last_at=at,
    )
    sos.incident = _incident(sos, caller, at)
    sos.save(force_insert=True)
    if caller.unit:
        Unit.objects.filter(pk=caller.unit.pk).update(has_sos=True)
        feed.touch(topic=TOPIC, kind="unit.sos", object_id=str(caller.unit.pk), regions={caller.region})
    about = {"unit": caller.unit.pk if caller.unit else None, "call_sign": caller.name}
    record_fact(incident_id=sos.incident_id, kind="sos_raised", by=by, at=at, happened_at=stamp_at, new=about)
    _tell(feed, sos, "sos.raised")
    return sos


def _incident(sos: Sos, caller: Caller, at: datetime) -> Incident:
    """Reported by the portal itself: whatever the account of the officer may do, help is not refused."""
    report = Report(
        type=_type(),
        title=f"SOS {caller.name}",
        source=SOURCE,
        source_ref=str(sos.pk),
        priority=MOST_URGENT,
        location=sos.location,
        location_source="device" if sos.location else "",
        region=caller.region,
        reported_at=sos.raised_at,
    )
    return report_incident(report=report, by=None, at=at).incident


def _type() -> str:
    """The type for this; where an admin has switched it off, another, so that the call is never refused."""
    active = IncidentType.objects.filter(is_active=True)
    rows = {row.pk: row for row in active}
    if OFFICER_NEEDS_HELP in rows:
        return OFFICER_NEEDS_HELP
    ranked = sorted(
        rows.values(), key=lambda row: (row.category != Category.OFFICER_HELP, row.default_priority)
    )
    if not ranked:
        raise NotFound
    return ranked[0].pk


def _tell(feed: Feed, sos: Sos, kind: str) -> None:
    feed.touch(topic=SOS_TOPIC, kind=kind, object_id=str(sos.pk), regions={sos.region_id})
