"""An assignment goes one step on, or ends."""

from datetime import datetime
from uuid import UUID

from apps.inspectors.ledger import Principal
from apps.inspectors.models import Assignment
from apps.inspectors.refusals import CannotMoveAssignment
from apps.inspectors.steps import Step, locked_assignment, take_step
from apps.inspectors.workflow import BY_OPERATORS, MOVES, AssignmentStatus
from apps.live.feed import change


def move_assignment(
    *,
    assignment_id: UUID | str,
    to: AssignmentStatus | str,
    by: Principal | None,
    at: datetime,
    stamp_at: datetime | None = None,
    reason: str = "",
    is_offline: bool = False,
) -> Assignment:
    """Move an assignment to `to`; `stamp_at` is when that happened, at most 2 minutes ago unless a device kept it.

    The incident follows its first unit; when its last one is gone and it is not resolved, it goes back to
    acknowledged and rings. The same step again changes nothing. Raises `NotFound`, `CannotMoveAssignment`,
    `NeedsReason` (a refusal says why), `StampTooOld`, `TimeInFuture`, `StampsDisordered`.
    """
    wanted = AssignmentStatus(to)
    with change(at=at) as feed:
        assignment = locked_assignment(assignment_id)
        if wanted not in BY_OPERATORS and assignment.status != wanted:
            allowed = MOVES[AssignmentStatus(assignment.status)] & BY_OPERATORS
            raise CannotMoveAssignment(assignment, wanted, allowed)
        return take_step(feed, assignment, Step(wanted, by, at, stamp_at, reason, is_offline))
