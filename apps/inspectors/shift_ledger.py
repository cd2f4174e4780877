"""How a shift is kept: the row and its line of history, in the caller's transaction; and what actions lock first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.core.errors import NotFound
from apps.incidents.refusals import TimeInFuture
from apps.incidents.workflow import is_in_future
from apps.inspectors.ledger import Principal, put_status, signature
from apps.inspectors.models import Assignment, Device, Inspector, Shift, ShiftEntry, ShiftStep, Unit
from apps.inspectors.resting import settle_devices
from apps.inspectors.shift_refusals import CrewIsAtWork, ShiftStampTooOld, UnitOfAnotherRegion
from apps.inspectors.shift_rules import KEPT_OFFLINE
from apps.inspectors.workflow import UnitStatus
from apps.live.feed import Feed


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells of a shift's step and when; `stamp_at` is when it happened, if not now."""

    by: Principal | None
    at: datetime
    stamp_at: datetime | None = None
    reason: str = ""
    is_offline: bool = False

    @property
    def happened_at(self) -> datetime:
        """When it happened; raises `TimeInFuture` and `ShiftStampTooOld`."""
        if self.stamp_at is None:
            return self.at
        if is_in_future(self.stamp_at, self.at):
            raise TimeInFuture(fields={"at": [str(TimeInFuture.message)]})
        if self.at - self.stamp_at > KEPT_OFFLINE:
            raise ShiftStampTooOld(fields={"at": [str(ShiftStampTooOld.message)]})
        return min(self.stamp_at, self.at)


def locked_inspector(inspector_id: int) -> Inspector:
    """The inspector under a row lock: whoever changes somebody's shifts takes it first. Raises `NotFound`."""
    rows = Inspector.objects.active().select_for_update(of=("self",))
    try:
        return rows.get(pk=inspector_id)
    except Inspector.DoesNotExist:
        raise NotFound from None


def unit_for(inspector: Inspector, unit_id: int, *, lock: bool = False) -> Unit:
    """The unit that an inspector is on duty with; raises `NotFound` and `UnitOfAnotherRegion`."""
    rows = Unit.objects.active()
    try:
        unit = rows.locked(unit_id) if lock else rows.get(pk=unit_id)
    except Unit.DoesNotExist:
        raise NotFound from None
    if unit.region_id != inspector.region_id:
        raise UnitOfAnotherRegion(fields={"unit": [str(UnitOfAnotherRegion.message)]})
    return unit


def locked_shift(shift_id: UUID | str) -> Shift:
    """The shift with its inspector and unit, all under row locks taken in that order; raises `NotFound`."""
    found = Shift.objects.filter(pk=shift_id).values_list("inspector_id", "unit_id").first()
    if found is None:
        raise NotFound
    inspector = Inspector.objects.select_for_update(of=("self",)).get(pk=found[0])
    shift = Shift.objects.locked(shift_id)
    shift.inspector, shift.unit = inspector, Unit.objects.locked(shift.unit_id)
    return shift


def note(shift: Shift, step: ShiftStep, told: Told) -> None:
    """Write a line of the shift's history."""
    ShiftEntry.objects.create(
        shift=shift,
        step=step,
        happened_at=told.happened_at,
        recorded_at=told.at,
        reason=told.reason,
        is_offline=told.is_offline,
        **signature(told.by),
    )


def close(shift: Shift, ended_at: datetime, told: Told) -> None:
    """End a locked shift that runs."""
    shift.ended_at = ended_at
    shift.save(update_fields=["ended_at"])
    note(shift, ShiftStep.ENDED, told)
    settle_devices(Device.objects.filter(unit=shift.unit_id))


def bring_on_duty(feed: Feed, unit: Unit, told: Told, began_at: datetime) -> None:
    """A unit that was off duty can be sent from now on; whatever else it does stays."""
    if unit.status == UnitStatus.OFF_DUTY:
        since = max(began_at, unit.status_changed_at or began_at)
        put_status(feed, unit, UnitStatus.AVAILABLE, by=told.by, at=since, reason=told.reason)


def take_off_duty(feed: Feed, unit: Unit, told: Told, ended_at: datetime) -> None:
    """A unit whose last crew member goes is off duty; raises `CrewIsAtWork` while it is sent somewhere."""
    if Shift.objects.running().filter(unit=unit).exists():
        return
    sent = Assignment.objects.active().filter(unit=unit).select_related("incident").first()
    if sent is not None:
        raise CrewIsAtWork(
            fields={"incident": sent.incident.number}, values={"incident": sent.incident.number}
        )
    since = max(ended_at, unit.status_changed_at or ended_at)
    put_status(feed, unit, UnitStatus.OFF_DUTY, by=told.by, at=since, reason=told.reason)
