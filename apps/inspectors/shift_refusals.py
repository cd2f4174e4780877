"""What could not be done with a shift, and why."""

from django.utils.translation import gettext_lazy as _

from apps.core.clock import iso, told
from apps.core.errors import Conflict, InvalidInput
from apps.inspectors.models import Shift


class ShiftIsRunning(Conflict):
    """One person is on duty once."""

    code = "shift_is_running"
    message = _("%(inspector)s is on duty with %(unit)s since %(since)s.")

    def __init__(self, shift: Shift) -> None:
        began_at = shift.began_at
        super().__init__(
            fields={"shift": str(shift.pk), "unit": shift.unit_id, "began_at": iso(began_at)},
            values={
                "inspector": shift.inspector.full_name,
                "unit": shift.unit.call_sign,
                "since": told(began_at) if began_at else "",
            },
        )


class ShiftHasNotBegun(Conflict):
    """A plan does not end; it is withdrawn."""

    code = "shift_has_not_begun"
    message = _("The shift has not begun.")


class ShiftIsDecided(Conflict):
    """Only a plan that nobody has kept or taken back may change."""

    code = "shift_is_decided"
    message = _("The shift has begun or was withdrawn; its plan does not change any more.")


class PlansOverlap(Conflict):
    """One person cannot be planned twice for the same hour."""

    code = "plans_overlap"
    message = _("%(inspector)s is planned from %(from)s to %(to)s already.")

    def __init__(self, shift: Shift) -> None:
        since, until = shift.planned_from, shift.planned_to
        super().__init__(
            fields={"shift": str(shift.pk), "planned_from": iso(since), "planned_to": iso(until)},
            values={
                "inspector": shift.inspector.full_name,
                "from": told(since) if since else "",
                "to": told(until) if until else "",
            },
        )


class CrewIsAtWork(Conflict):
    """The last of a crew does not go off duty while the unit is sent somewhere."""

    code = "unit_is_at_work"
    message = _("The unit is assigned to incident %(incident)s; clear it first.")


class UnitNeeded(InvalidInput):
    """Nobody has planned a unit, and the inspector belongs to none or to several."""

    code = "unit_needed"
    message = _("Say with which unit the shift begins.")


class UnitOfAnotherRegion(InvalidInput):
    """People are on duty with units of their own region."""

    code = "unit_of_another_region"
    message = _("The unit belongs to another region than the inspector.")


class PlanIsNotRight(InvalidInput):
    """A plan begins before it ends, and is no longer than a person can work."""

    code = "plan_is_not_right"
    message = _("A shift begins before it ends and lasts 36 hours at most.")


class ShiftStampTooOld(InvalidInput):
    """Longer than a device may keep something without a connection."""

    code = "stamp_too_old"
    message = _("The beginning and the end of duty are taken up to 24 hours after they happened.")


class ShiftStampsDisordered(InvalidInput):
    """Nobody begins before the last shift ended, nor ends before this one began."""

    code = "stamps_disordered"
    message = _("This time is before the end of an earlier shift or before this one began.")
