"""A unit is dissolved, or formed again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict, NotFound
from apps.inspectors.actions.end_shift import end_shifts_of
from apps.inspectors.actions.tell_of_units import tell_of_units
from apps.inspectors.ledger import Principal, put_status
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.workflow import UnitStatus
from apps.live.feed import change


class UnitIsAtWork(Conflict):
    """A unit that is sent somewhere cannot be dissolved."""

    code = "unit_is_at_work"
    message = _("The unit is assigned to an incident; clear it first.")


def retire_unit(*, unit_id: int, by: Principal | None, at: datetime) -> Unit:
    """From now on the unit is off duty, in no list and on no map; its past stays. Again changes nothing."""
    with change(at=at) as feed:
        unit = _locked(unit_id)
        if Assignment.objects.active().filter(unit=unit).exists():
            raise UnitIsAtWork
        end_shifts_of(unit, by=by, at=at)
        put_status(feed, unit, UnitStatus.OFF_DUTY, by=by, at=at)
        return _put(unit, at, retired_at=at)


def reinstate_unit(*, unit_id: int, at: datetime) -> Unit:
    """The unit is in use again, off duty at first."""
    with change(at=at):
        return _put(_locked(unit_id), at, retired_at=None)


def _locked(unit_id: int) -> Unit:
    try:
        return Unit.objects.locked(unit_id)
    except Unit.DoesNotExist:
        raise NotFound from None


def _put(unit: Unit, at: datetime, *, retired_at: datetime | None) -> Unit:
    if (unit.retired_at is None) != (retired_at is None):
        unit.retired_at = retired_at
        unit.save(update_fields=["retired_at"])
        tell_of_units(unit_ids=[unit.pk], at=at)
    return unit
