"""A unit goes on or off duty, is busy, or out of service."""

from datetime import datetime

from apps.core.errors import NotFound
from apps.inspectors.actions.end_shift import end_shifts_of
from apps.inspectors.ledger import Principal, put_status
from apps.inspectors.models import Unit
from apps.inspectors.refusals import CannotSetStatus
from apps.inspectors.workflow import UNIT_MOVES, UnitStatus, can_set
from apps.live.feed import change


def set_unit_status(
    *, unit_id: int, status: UnitStatus | str, by: Principal | None, at: datetime, reason: str = ""
) -> Unit:
    """Set what a unit does; the same again changes nothing.

    A unit that is assigned, en route or on scene leaves that state through its assignment alone. With a unit
    that goes off duty its crew's shifts end. Raises `NotFound` for a unit that is missing or retired, and `CannotSetStatus`.
    """
    wanted = UnitStatus(status)
    with change(at=at) as feed:
        unit = _locked(unit_id)
        here = UnitStatus(unit.status)
        if here != wanted and not can_set(here, wanted):
            raise CannotSetStatus(unit, wanted, UNIT_MOVES[here])
        if wanted == UnitStatus.OFF_DUTY:
            end_shifts_of(unit, by=by, at=at, reason=reason)
        put_status(feed, unit, wanted, by=by, at=at, reason=reason)
        return unit


def _locked(unit_id: int) -> Unit:
    try:
        return Unit.objects.active().locked(unit_id)
    except Unit.DoesNotExist:
        raise NotFound from None
