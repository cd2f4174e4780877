"""Units that have not arrived are called off, with a reason."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from apps.incidents.models import Incident
from apps.inspectors.ledger import Principal
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.refusals import NeedsReason
from apps.inspectors.steps import Step, take_step, with_locked
from apps.inspectors.workflow import AssignmentStatus, can_move
from apps.live.feed import change


def stand_down_units(
    *,
    incident_id: UUID | str,
    reason: str,
    by: Principal | None,
    at: datetime,
    only: Collection[str] | None = None,
) -> list[Assignment]:
    """Call off every unit on its way to the incident, or `only` these assignments; who has arrived stays.

    Answers those that were called off. With nobody left, the incident goes back to acknowledged and rings. Raises
    `NotFound`, `NeedsReason`.
    """
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    step = Step(AssignmentStatus.STOOD_DOWN, by, at, reason=reason)
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        called = [_held(row, incident) for row in _rows(incident, only)]
        leaving = [held for held in called if can_move(AssignmentStatus(held.status), step.to)]
        return [take_step(feed, held, step) for held in leaving]


def _rows(incident: Incident, only: Collection[str] | None) -> list[Assignment]:
    rows = Assignment.objects.active().filter(incident=incident).order_by("unit_id")
    return [row for row in rows if only is None or str(row.pk) in only]


def _held(row: Assignment, incident: Incident) -> Assignment:
    unit = Unit.objects.locked(row.unit_id)
    return with_locked(Assignment.objects.locked(row.pk), incident, unit)
