"""A call became an incident, or belongs to one that is open."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from apps.incidents.actions.report_incident import Report, report_incident
from apps.incidents.ledger import line, store
from apps.incidents.models import Call, CallOutcome, Incident
from apps.incidents.people import Principal
from apps.incidents.refusals import CannotAttachCall
from apps.live.feed import Feed, change


def attach_call(
    *,
    call_id: UUID | str,
    incident_id: UUID | str | None = None,
    new_incident: Report | None = None,
    by: Principal | None,
    at: datetime,
) -> Call:
    """Attach a call that became nothing yet to an open incident, or to the one that `new_incident` reports.

    One incident has many calls, and counts them. What is reported by a call was reported when it rang, unless the
    report says otherwise. Raises `CannotAttachCall`, `NotFound`, and what `report_incident` raises.
    """
    with change(at=at) as feed:
        outcome = CallOutcome.ATTACHED
        if new_incident:
            rang_at = Call.objects.values_list("rang_at", flat=True).get(pk=call_id)
            report = replace(new_incident, reported_at=new_incident.reported_at or rang_at)
            reported = report_incident(report=report, by=by, at=at)
            incident_id = reported.incident.pk
            outcome = CallOutcome.NEW_INCIDENT if reported.is_new else CallOutcome.ATTACHED
        if incident_id is None:
            raise ValueError("which incident?")
        incident = Incident.objects.locked(incident_id)
        call = Call.objects.locked(call_id)
        if call.outcome or not incident.is_open:
            raise CannotAttachCall
        _attach(feed, incident, call, outcome, by, at)
        return call


def _attach(
    feed: Feed, incident: Incident, call: Call, outcome: CallOutcome, by: Principal | None, at: datetime
) -> None:
    call.incident = incident
    call.outcome = outcome.value
    call.save(update_fields=["incident", "outcome"])
    incident.calls_count += 1
    new = {"id": str(call.pk), "channel": call.channel}
    entry = line(incident, "call_attached", by=by, at=at, happened_at=call.rang_at, new=new)
    store(feed, incident, ["calls_count"], entry, event="incident.call_attached")
