"""One step of an assignment: what it makes of the assignment, its unit and its incident. The actions lock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from apps.core.errors import NotFound
from apps.incidents.actions import advance_incident, record_fact, return_incident
from apps.incidents.actions.ring_again import ring_again
from apps.incidents.models import Incident
from apps.incidents.refusals import StampsDisordered, StampTooOld, TimeInFuture
from apps.incidents.workflow import Status, is_in_future, is_too_late, settled
from apps.inspectors.ledger import Principal, put_status
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.refusals import CannotMoveAssignment, NeedsReason
from apps.inspectors.workflow import (
    DOES_NOT_COME,
    ENDED,
    MOVES,
    NEEDS_REASON,
    STAMPS,
    UNIT_DURING,
    AssignmentStatus,
    UnitStatus,
    can_move,
)
from apps.live.feed import Feed

A: Final = AssignmentStatus
INCIDENT_DURING: Final = {A.EN_ROUTE: Status.EN_ROUTE, A.ON_SCENE: Status.ON_SCENE}


@dataclass(frozen=True, slots=True)
class Step:
    """A step as somebody asks for it. `stamp_at` is when it happened, if not now; `is_offline`: a device kept it."""

    to: AssignmentStatus
    by: Principal | None
    at: datetime
    stamp_at: datetime | None = None
    reason: str = ""
    is_offline: bool = False


def locked_assignment(assignment_id: UUID | str) -> Assignment:
    """The assignment with its incident and unit, all under row locks taken in that order; raises `NotFound`."""
    found = Assignment.objects.filter(pk=assignment_id).values_list("incident_id", "unit_id").first()
    if found is None:
        raise NotFound
    incident = Incident.objects.locked(found[0])
    unit = Unit.objects.locked(found[1])
    return with_locked(Assignment.objects.locked(assignment_id), incident, unit)


def with_locked(assignment: Assignment, incident: Incident, unit: Unit) -> Assignment:
    """The assignment holding these very rows."""
    assignment.incident, assignment.unit = incident, unit
    return assignment


def take_step(feed: Feed, assignment: Assignment, step: Step) -> Assignment:
    """Check the step of a locked assignment and take it; the same step again changes nothing."""
    if assignment.status == step.to:
        return assignment
    stamp_at = _checked(assignment, step)
    _apply(assignment, step, stamp_at)
    status = UNIT_DURING.get(step.to, UnitStatus.AVAILABLE)
    put_status(feed, assignment.unit, status, by=step.by, at=stamp_at, reason=step.reason)
    _tell(assignment, step, stamp_at)
    _move_incident(assignment, step, stamp_at)
    return assignment


def _checked(assignment: Assignment, step: Step) -> datetime:
    """When the step happened; raises a refusal that says why it cannot be taken."""
    here = AssignmentStatus(assignment.status)
    if not can_move(here, step.to):
        raise CannotMoveAssignment(assignment, step.to, MOVES[here])
    if step.to in NEEDS_REASON and not step.reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    return _checked_stamp(assignment, step)


def _checked_stamp(assignment: Assignment, step: Step) -> datetime:
    happened_at = step.at if step.stamp_at is None else _given(step.stamp_at, step)
    stamps = [getattr(assignment, stamp) for stamp in STAMPS.values()]
    stamp_at = settled(happened_at, [stamp for stamp in stamps if stamp])
    if stamp_at is None:
        raise StampsDisordered(fields={"at": [str(StampsDisordered.message)]})
    return stamp_at


def _given(stamp_at: datetime, step: Step) -> datetime:
    if is_in_future(stamp_at, step.at):
        raise TimeInFuture(fields={"at": [str(TimeInFuture.message)]})
    if not step.is_offline and is_too_late(stamp_at, step.at):
        raise StampTooOld(fields={"at": [str(StampTooOld.message)]})
    return min(stamp_at, step.at)


def _apply(assignment: Assignment, step: Step, stamp_at: datetime) -> None:
    assignment.status = step.to.value
    changed = ["status"]
    if stamp := STAMPS.get(step.to):
        setattr(assignment, stamp, stamp_at)
        changed.append(stamp)
    if step.to in ENDED:
        assignment.ended_at, assignment.reason = stamp_at, step.reason
        changed += ["ended_at", "reason"]
    assignment.save(update_fields=changed)


def _tell(assignment: Assignment, step: Step, stamp_at: datetime) -> None:
    record_fact(
        incident_id=assignment.incident_id,
        kind=f"unit_{step.to.value}",
        by=step.by,
        at=step.at,
        happened_at=stamp_at,
        new=about(assignment),
        reason=step.reason,
        is_offline=step.is_offline,
    )


def about(assignment: Assignment) -> dict[str, object]:
    """What a line of the incident's history says of an assignment."""
    unit = assignment.unit
    return {
        "assignment": str(assignment.pk),
        "unit": unit.pk,
        "call_sign": unit.call_sign,
        "service": unit.service,
    }


def _move_incident(assignment: Assignment, step: Step, stamp_at: datetime) -> None:
    """The incident follows its first unit, and comes back to the operators when its last one is gone."""
    if to := INCIDENT_DURING.get(step.to):
        _advance(assignment, step, to, stamp_at)
    elif step.to in ENDED:
        _given_back(assignment, step)


def _given_back(assignment: Assignment, step: Step) -> None:
    """With others still there, a unit that does not come is told to the operators by a ring too."""
    incident_id, why = assignment.incident_id, step.reason
    if not Assignment.objects.active().filter(incident=incident_id).exists():
        return_incident(incident_id=incident_id, by=step.by, at=step.at, reason=why)
    elif step.to in DOES_NOT_COME:
        call_sign = assignment.unit.call_sign
        told = f"{call_sign}: {why}" if why else call_sign
        ring_again(
            incident_id=incident_id,
            by=step.by,
            at=step.at,
            reason=told,
            kind="rang_for_a_unit",
            whatever_priority=True,
        )


def _advance(assignment: Assignment, step: Step, to: Status, stamp_at: datetime) -> None:
    try:
        advance_incident(
            incident_id=assignment.incident_id,
            to=to,
            by=step.by,
            at=step.at,
            stamp_at=stamp_at,
            is_offline=step.is_offline,
        )
    except StampsDisordered:
        # Another unit's step, sent in time, lies after this one that a device had kept: the incident has its own
        # stamps already, and this unit's stand in its assignment. What is taken now is never disordered so.
        if step.stamp_at is None:
            raise
