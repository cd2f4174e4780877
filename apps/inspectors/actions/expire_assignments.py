"""Time brings: who has not accepted in time is no longer waited for."""

from datetime import datetime, timedelta
from uuid import UUID

from apps.inspectors.models import Assignment
from apps.inspectors.steps import Step, locked_assignment, take_step
from apps.inspectors.workflow import AssignmentStatus
from apps.live.feed import change


def expire_assignments(*, at: datetime, within: timedelta) -> list[UUID]:
    """End every assignment that nobody accepted `within` this time, each in its own transaction; answers which.

    An incident whose last unit this was goes back to its operators and rings.
    """
    late = Assignment.objects.unanswered_since(at - within).order_by("assigned_at", "id")
    ids = list(late.values_list("pk", flat=True))
    return [assignment_id for assignment_id in ids if _expire(assignment_id, at)]


def _expire(assignment_id: UUID, at: datetime) -> bool:
    with change(at=at) as feed:
        assignment = locked_assignment(assignment_id)
        # The unit may have answered since the list was read.
        if assignment.status != AssignmentStatus.ASSIGNED:
            return False
        take_step(feed, assignment, Step(AssignmentStatus.EXPIRED, None, at))
        return True
