"""Duty as a tablet begins and ends it."""

from datetime import datetime

from apps.accounts.models import User
from apps.inspectors.actions import set_unit_status
from apps.inspectors.models import Tablet, Unit
from apps.inspectors.workflow import UnitStatus


def put_on_duty(tablet: Tablet, *, is_on: bool, by: User, at: datetime) -> Unit:
    """Begin or end duty of the tablet's unit; the same again changes nothing. Raises `CannotSetStatus`."""
    unit = tablet.device.unit
    if is_on == (unit.status != UnitStatus.OFF_DUTY):
        return unit
    return set_unit_status(
        unit_id=unit.pk, status=UnitStatus.AVAILABLE if is_on else UnitStatus.OFF_DUTY, by=by, at=at
    )
