"""Duty as a tablet begins and ends it: a shift of whoever is signed in, with the tablet's unit."""

from datetime import datetime
from typing import Any

from apps.accounts.models import User
from apps.core.clock import iso
from apps.core.errors import NotFound
from apps.incidents.workflow import is_too_late
from apps.inspectors.actions import end_shift, set_unit_status, start_shift
from apps.inspectors.crews import inspector_of
from apps.inspectors.models import Inspector, Shift, Tablet
from apps.inspectors.workflow import UnitStatus


def put_on_duty(
    tablet: Tablet, *, is_on: bool, by: User, at: datetime, stamp_at: datetime | None = None
) -> None:
    """Begin or end the shift; the same again changes nothing. `stamp_at` is when it was pressed.

    Raises what `start_shift` and `end_shift` raise.
    """
    person = inspector_of(by)
    if person is None:
        raise NotFound
    told: dict[str, Any] = {
        "by": by,
        "at": at,
        "stamp_at": stamp_at,
        "is_offline": stamp_at is not None and is_too_late(stamp_at, at),
    }
    if is_on:
        start_shift(inspector_id=person.pk, unit_id=tablet.device.unit_id, **told)
        return
    running = Shift.objects.running().filter(inspector=person).first()
    if running is not None:
        end_shift(shift_id=running.pk, **told)
    else:
        _end_without_shift(tablet, by, at)


def _end_without_shift(tablet: Tablet, by: User, at: datetime) -> None:
    """A unit that an operator has put on duty goes off with whoever says so, unless others are on duty with it."""
    unit = tablet.device.unit
    with_it = Shift.objects.running().filter(unit=unit)
    if unit.status != UnitStatus.OFF_DUTY and not with_it.exists():
        set_unit_status(unit_id=unit.pk, status=UnitStatus.OFF_DUTY, by=by, at=at)


def shift_of(person: Inspector | None, at: datetime) -> dict[str, Any] | None:
    """The shift that runs, else the plan that comes next; None without either."""
    mine = Shift.objects.filter(inspector=person).select_related("unit")
    shift = (
        mine.running().first() or mine.waiting().filter(planned_to__gt=at).order_by("planned_from").first()
    )
    if person is None or shift is None:
        return None
    return {
        "id": str(shift.pk),
        "call_sign": shift.unit.call_sign,
        "planned_from": iso(shift.planned_from),
        "planned_to": iso(shift.planned_to),
        "began_at": iso(shift.began_at),
    }
