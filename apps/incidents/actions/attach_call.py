"""A call became an incident, or belongs to one that is open."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, store
from apps.incidents.models import Call, CallOutcome, Incident
from apps.incidents.people import Principal
from apps.incidents.refusals import CannotAttachCall
from apps.live.feed import change


def attach_call(
    *,
    call_id: UUID | str,
    incident_id: UUID | str,
    by: Principal | None,
    at: datetime,
    is_new_incident: bool = False,
) -> Call:
    """Attach a call that became nothing yet to an open incident.

    One incident has many calls, and counts them.

    Raises `CannotAttachCall`, `NotFound`.
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        call = Call.objects.locked(call_id)
        if call.outcome or not incident.is_open:
            raise CannotAttachCall
        call.incident = incident
        call.outcome = (CallOutcome.NEW_INCIDENT if is_new_incident else CallOutcome.ATTACHED).value
        call.save(update_fields=["incident", "outcome"])
        incident.calls_count += 1
        entry = line(
            incident, "call_attached", by=by, at=at, new={"id": str(call.pk), "channel": call.channel}
        )
        store(feed, incident, ["calls_count"], entry, event="incident.call_attached")
        return call
