"""A unit is sent from one incident to another one."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.core.errors import InvalidInput, NotFound
from apps.inspectors.ledger import Principal
from apps.inspectors.models import Assignment
from apps.inspectors.refusals import CannotMoveAssignment, NeedsReason
from apps.inspectors.sending import Sending, check_takes_units, locked_incidents, locked_unit, send
from apps.inspectors.steps import Step, take_step, with_locked
from apps.inspectors.workflow import MOVES, AssignmentStatus, what_to_do_when_resolved
from apps.live.feed import change

REASON_LENGTH: Final = 250


class AlreadyThere(InvalidInput):
    """The unit is sent to that very incident."""

    code = "already_there"
    message = _("The unit is sent to that incident already.")


def reassign_unit(
    *, assignment_id: UUID | str, incident_id: UUID | str, reason: str, by: Principal | None, at: datetime
) -> Assignment:
    """End an active assignment and send its unit to `incident_id`, in one transaction.

    Who has arrived is cleared there, who has not stands down; the incident that has no unit left then goes back to
    acknowledged and rings. Raises `NotFound`, `NeedsReason`, `AlreadyThere`, `IncidentTakesNoUnits`,
    `CannotMoveAssignment` for what has ended.
    """
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    with change(at=at) as feed:
        held = _found(assignment_id)
        if str(held.incident_id) == str(incident_id):
            raise AlreadyThere
        locked = locked_incidents([held.incident_id, incident_id])
        sending = Sending(feed, locked[str(incident_id)], locked, by, at)
        check_takes_units(sending.incident)
        unit = locked_unit(held.unit_id)
        held = with_locked(Assignment.objects.locked(held.pk), locked[str(held.incident_id)], unit)
        _end(sending, held, reason)
        return send(sending, unit, pre_empt=False)


def _found(assignment_id: UUID | str) -> Assignment:
    found = Assignment.objects.filter(pk=assignment_id).first()
    if found is None:
        raise NotFound
    return found


def _end(sending: Sending, held: Assignment, reason: str) -> None:
    here = AssignmentStatus(held.status)
    if not held.is_active:
        raise CannotMoveAssignment(held, AssignmentStatus.STOOD_DOWN, MOVES[here])
    why = f"→ {sending.incident.number}: {reason}"[:REASON_LENGTH]
    take_step(sending.feed, held, Step(what_to_do_when_resolved(here), sending.by, sending.at, reason=why))
