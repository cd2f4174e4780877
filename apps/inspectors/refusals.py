"""What could not be done with a unit or an assignment, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core.clock import iso
from apps.core.errors import Conflict, InvalidInput
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.workflow import AssignmentStatus, UnitStatus


def _ago(seconds: float) -> str:
    if seconds < 60:
        return gettext("%(n)d s") % {"n": max(seconds, 0)}
    if seconds < 3600:
        return gettext("%(n)d min") % {"n": seconds // 60}
    return gettext("%(n)d h") % {"n": seconds // 3600}


class UnitIsTaken(Conflict):
    """Somebody sent the unit first; the sentence and `fields` say who, where to and how long ago."""

    code = "unit_is_taken"
    message = _("%(who)s assigned %(unit)s to %(incident)s %(ago)s ago.")

    def __init__(self, assignment: Assignment, at: datetime) -> None:
        who, since = assignment.by_name, assignment.assigned_at or at
        super().__init__(
            fields={
                "by": who,
                "at": iso(assignment.assigned_at),
                "incident": assignment.incident.number,
                "assignment": str(assignment.pk),
                "status": assignment.status,
            },
            values={
                "who": who or gettext("The portal"),
                "unit": assignment.unit.call_sign,
                "incident": assignment.incident.number,
                "ago": _ago((at - since).total_seconds()),
            },
        )


class UnitIsNotFree(Conflict):
    """The unit is off duty, busy or out of service."""

    code = "unit_is_not_free"
    message = _("%(unit)s cannot be sent: %(status)s.")

    def __init__(self, unit: Unit) -> None:
        super().__init__(
            fields={"status": unit.status},
            values={"unit": unit.call_sign, "status": unit.get_status_display()},
        )


class IncidentTakesNoUnits(Conflict):
    """The incident is resolved or over."""

    code = "incident_takes_no_units"
    message = _("No unit can be sent to an incident that is resolved or over.")


class CannotMoveAssignment(Conflict):
    """The workflow does not allow this step from where the assignment is."""

    code = "cannot_move"
    message = _("The assignment cannot go to that status from where it is: %(status)s.")

    def __init__(self, assignment: Assignment, to: str, allowed: Iterable[AssignmentStatus]) -> None:
        super().__init__(
            fields={
                "status": assignment.status,
                "to": to,
                "allowed": sorted(status.value for status in allowed),
            },
            values={"status": assignment.get_status_display()},
        )


class CannotSetStatus(Conflict):
    """The unit cannot be set to that status from where it is."""

    code = "cannot_set_status"
    message = _("%(unit)s cannot be set to that status: %(status)s.")

    def __init__(self, unit: Unit, to: UnitStatus, allowed: Iterable[UnitStatus]) -> None:
        super().__init__(
            fields={
                "status": unit.status,
                "to": to.value,
                "allowed": sorted(status.value for status in allowed),
            },
            values={"unit": unit.call_sign, "status": unit.get_status_display()},
        )


class NeedsReason(InvalidInput):
    code = "reason_needed"
    message = _("A reason is needed.")
