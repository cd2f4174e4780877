"""Somebody comes on duty."""

from datetime import datetime

from apps.inspectors.ledger import Principal
from apps.inspectors.models import Device, Inspector, Shift, ShiftStep, Unit
from apps.inspectors.resting import settle_devices
from apps.inspectors.shift_ledger import Told, bring_on_duty, locked_inspector, note, unit_for
from apps.inspectors.shift_refusals import ShiftIsRunning, ShiftStampsDisordered, UnitNeeded
from apps.live.feed import change


def start_shift(
    *,
    inspector_id: int,
    by: Principal | None,
    at: datetime,
    unit_id: int | None = None,
    stamp_at: datetime | None = None,
    reason: str = "",
    is_offline: bool = False,
) -> Shift:
    """Begin the planned shift that is due, else an unplanned one; a unit that was off duty becomes available.

    Without `unit_id` the unit is the plan's, else the only one of the inspector. `stamp_at` is when it happened, if
    not now (a device kept it: `is_offline`). The same beginning again changes nothing. Raises `NotFound`,
    `ShiftIsRunning`, `UnitNeeded`, `UnitOfAnotherRegion`, `TimeInFuture`, `ShiftStampTooOld`, `ShiftStampsDisordered`.
    """
    told = Told(by, at, stamp_at, reason, is_offline)
    with change(at=at) as feed:
        inspector = locked_inspector(inspector_id)
        if known := _known(inspector, unit_id, stamp_at):
            return known
        shift = _due(inspector, told.happened_at)
        unit = unit_for(inspector, unit_id or _unit_of(shift, inspector), lock=True)
        _check_order(inspector, told.happened_at)
        _begin(shift, unit, told)
        bring_on_duty(feed, unit, told, told.happened_at)
        return shift


def _known(inspector: Inspector, unit_id: int | None, stamp_at: datetime | None) -> Shift | None:
    """The shift that this beginning was told of before; raises `ShiftIsRunning` when it is another one."""
    mine = Shift.objects.filter(inspector=inspector).shown()
    if stamp_at is not None and (told_before := mine.filter(began_at=stamp_at).first()):
        return told_before
    running = mine.running().first()
    if running is not None and unit_id not in (None, running.unit_id):
        raise ShiftIsRunning(running)
    return running


def _due(inspector: Inspector, moment: datetime) -> Shift:
    due = Shift.objects.filter(inspector=inspector).to_begin_at(moment).first()
    return due or Shift(inspector=inspector)


def _unit_of(shift: Shift, inspector: Inspector) -> int:
    if shift.planned_from is not None:
        return shift.unit_id
    units = list(Unit.objects.active().filter(crew=inspector).values_list("pk", flat=True)[:2])
    if len(units) != 1:
        raise UnitNeeded(fields={"unit": [str(UnitNeeded.message)]})
    return units[0]


def _check_order(inspector: Inspector, began_at: datetime) -> None:
    """Nobody begins before the end of an earlier shift."""
    if Shift.objects.filter(inspector=inspector, ended_at__gt=began_at).exists():
        raise ShiftStampsDisordered(fields={"at": [str(ShiftStampsDisordered.message)]})


def _begin(shift: Shift, unit: Unit, told: Told) -> None:
    shift.unit, shift.began_at = unit, told.happened_at
    shift.save()
    note(shift, ShiftStep.STARTED, told)
    settle_devices(Device.objects.filter(unit=unit))
