"""Move an incident one step along its workflow."""

from datetime import datetime
from uuid import UUID

from apps.incidents.models import Incident
from apps.incidents.people import Principal, can_handle
from apps.incidents.steps import Step, guard, take_over, take_step
from apps.incidents.workflow import WITH_UNITS, Status
from apps.live.feed import change


def move_incident(
    *,
    incident_id: UUID | str,
    to: Status | str,
    by: Principal | None,
    at: datetime,
    note: str = "",
    outcome: str = "",
    stamp_at: datetime | None = None,
    version: int | None = None,
    is_offline: bool = False,
) -> Incident:
    """Move an incident to `to`.

    `stamp_at` is when that happened, at most 2 minutes ago unless a device kept it.

    A ringing incident that units work on is taken over by `to="acknowledged"` and keeps its status. What is unresolved
    rings until a person handles it, whatever a program or the portal does. Raises
    `NotFound`, `VersionIsOld`, `CannotMove`, `NeedsOutcome`, `NeedsNote`, `NeedsSupervisor`, `StampTooOld`,
    `TimeInFuture`, `StampsDisordered`.
    """
    wanted = Status(to)
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        guard(incident, version, at=at)
        if wanted == Status.ACKNOWLEDGED and is_taken_over(incident) and can_handle(by, incident.region_id):
            return take_over(feed, incident, by=by, at=at, note=note)
        step = Step(wanted, by, at, stamp_at, note, outcome, is_offline)
        return take_step(feed, incident, step)


def is_taken_over(incident: Incident) -> bool:
    """Does acknowledging mean a new handler only? So where it rings again, acknowledged before."""
    return incident.is_ringing and incident.state in WITH_UNITS | {Status.ACKNOWLEDGED, Status.ON_HOLD}
