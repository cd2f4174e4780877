"""Somebody goes off duty; with the last of a crew, the unit."""

from datetime import datetime
from uuid import UUID

from apps.incidents.workflow import settled
from apps.inspectors.ledger import Principal
from apps.inspectors.models import Shift, Unit
from apps.inspectors.shift_ledger import Told, close, locked_shift, take_off_duty
from apps.inspectors.shift_refusals import ShiftHasNotBegun, ShiftStampsDisordered
from apps.live.feed import Feed, change


def end_shift(
    *,
    shift_id: UUID | str,
    by: Principal | None,
    at: datetime,
    stamp_at: datetime | None = None,
    reason: str = "",
    is_offline: bool = False,
) -> Shift:
    """End a shift; the last crew member's takes the unit off duty. Again changes nothing.

    Raises `NotFound`, `ShiftHasNotBegun`, `CrewIsAtWork` (the last one's unit is sent somewhere), `TimeInFuture`,
    `ShiftStampTooOld`, `ShiftStampsDisordered`.
    """
    told = Told(by, at, stamp_at, reason, is_offline)
    with change(at=at) as feed:
        shift = locked_shift(shift_id)
        if shift.ended_at is None:
            _end(feed, shift, told)
        return shift


def _end(feed: Feed, shift: Shift, told: Told) -> None:
    if shift.began_at is None:
        raise ShiftHasNotBegun
    ended_at = settled(told.happened_at, [shift.began_at])
    if ended_at is None:
        raise ShiftStampsDisordered(fields={"at": [str(ShiftStampsDisordered.message)]})
    close(shift, ended_at, told)
    take_off_duty(feed, shift.unit, told, ended_at)


def end_shifts_of(unit: Unit, *, by: Principal | None, at: datetime, reason: str = "") -> None:
    """Whoever is on duty with a locked unit that is taken off duty goes with it; in the caller's transaction."""
    told = Told(by, at, reason=reason)
    for shift in Shift.objects.running().filter(unit=unit).select_for_update(of=("self",)).order_by("pk"):
        close(shift, max(at, shift.began_at or at), told)
