"""An incident moves on, and its units with it: a reaction to the incident's move, in the same transaction."""

from datetime import datetime

from apps.incidents.models import Incident
from apps.incidents.workflow import UNRESOLVED, Status
from apps.inspectors.ledger import Principal
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.steps import Step, take_step, with_locked
from apps.inspectors.workflow import AssignmentStatus, what_to_do_when_resolved
from apps.live.feed import change


def release_units(incident: Incident, before: Status, by: Principal | None, at: datetime) -> None:
    """End the active assignments of an incident that is resolved or over.

    Who has arrived is cleared; who has not stands down.
    """
    if incident.state in UNRESOLVED:
        return
    with change(at=at) as feed:
        for assignment in Assignment.objects.active().filter(incident=incident).order_by("unit_id"):
            unit = Unit.objects.locked(assignment.unit_id)
            held = with_locked(Assignment.objects.locked(assignment.pk), incident, unit)
            to = what_to_do_when_resolved(AssignmentStatus(held.status))
            take_step(feed, held, Step(to, by, at))
