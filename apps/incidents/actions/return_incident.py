"""The last unit is gone: the incident goes back to acknowledged and rings."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, store
from apps.incidents.models import Incident
from apps.incidents.people import Principal
from apps.incidents.workflow import WITH_UNITS, Status
from apps.live.feed import change


def return_incident(
    *, incident_id: UUID | str, by: Principal | None, at: datetime, reason: str = ""
) -> Incident:
    """No unit is left at an unresolved incident.

    Its first stamps stay; on hold it stays on hold, and rings too.

    An incident that no unit is expected at is left as it is.
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        on_hold = incident.state == Status.ON_HOLD and incident.held_from in WITH_UNITS
        if incident.state not in WITH_UNITS and not on_hold:
            return incident
        before = incident.status
        if on_hold:
            incident.held_from = Status.ACKNOWLEDGED.value
        else:
            incident.status = Status.ACKNOWLEDGED.value
        incident.is_ringing = True
        entry = line(
            incident,
            "returned",
            by=by,
            at=at,
            from_status=before,
            to_status=incident.status,
            reason=reason,
        )
        store(feed, incident, ["status", "held_from", "is_ringing"], entry, event="incident.returned")
        return incident
