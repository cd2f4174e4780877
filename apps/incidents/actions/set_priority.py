"""Give an incident another priority."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, store
from apps.incidents.models import Incident, PriorityChange
from apps.incidents.people import Principal
from apps.incidents.steps import guard, guard_figures, refuse_merged
from apps.live.feed import change

PRIORITY_COLUMNS = ("priority", "highest_priority")


def set_priority(
    *,
    incident_id: UUID | str,
    priority: int,
    by: Principal | None,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Incident:
    """Raise or lower the priority; targets go by the highest ever held.

    Once resolved, it is a supervisor's, with a reason. Raises `VersionIsOld`, `IsMerged`, `NeedsSupervisor`,
    `NeedsReason`.
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        guard(incident, version, at=at)
        refuse_merged(incident)
        if priority == incident.priority:
            return incident
        guard_figures(incident, ["priority"], by=by, reason=reason)
        old = incident.priority
        prioritise(incident, priority, at=at)
        entry = line(
            incident, "prioritised", by=by, at=at, field="priority", old=old, new=priority, reason=reason
        )
        store(feed, incident, PRIORITY_COLUMNS, entry, event="incident.prioritised")
        return incident


def prioritise(incident: Incident, priority: int, *, at: datetime) -> None:
    """Set the columns of a locked incident, and keep when it changed; the caller saves."""
    PriorityChange.objects.create(incident=incident, at=at, before=incident.priority, after=priority)
    incident.priority = priority
    incident.highest_priority = min(incident.highest_priority, priority)
