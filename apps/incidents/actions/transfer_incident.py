"""Give an incident to another region."""

from datetime import datetime
from uuid import UUID

from apps.accounts.roles import Can
from apps.incidents.ledger import TOPIC, line, seen_by, store
from apps.incidents.models import Incident, IncidentShare
from apps.incidents.people import Principal, need
from apps.incidents.placing import known_region
from apps.incidents.reactions import Transferred, transferred
from apps.incidents.refusals import CannotTransfer, NeedsReason
from apps.incidents.steps import guard
from apps.incidents.workflow import UNRESOLVED, Status
from apps.live.feed import change


def transfer_incident(
    *,
    incident_id: UUID | str,
    region: str,
    reason: str,
    by: Principal | None,
    at: datetime,
    version: int | None = None,
) -> Incident:
    """The incident goes to `region` and, unresolved, rings there.

    Number and stamps stay, the district does not. Its units go on or stand down, as the room above decides,
    which may share the incident with the old region; else that region's screens get an event without content.
    Raises `NotAllowed`, `NeedsReason`, `UnknownRegion`, `CannotTransfer`, `VersionIsOld`.
    """
    need(by, Can.TRANSFER_INCIDENTS)
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        guard(incident, version, at=at)
        known_region(region)
        if region == incident.region_id or incident.state == Status.MERGED:
            raise CannotTransfer
        old = incident.region_id
        incident.region_id, incident.district_id, incident.handler_id = region, None, None
        incident.is_ringing = incident.state in UNRESOLVED
        entry = line(
            incident, "transferred", by=by, at=at, field="region", old=old, new=region, reason=reason
        )
        columns = ["region", "district", "handler", "is_ringing"]
        store(feed, incident, columns, entry, event="incident.transferred")
        # What the region once saw of another's incident it no longer sees; its units on the way may share it anew.
        IncidentShare.objects.filter(incident=incident, region=old).delete()
        transferred(Transferred(incident, old, reason, by, at))
        incident.refresh_from_db()
        if left := {old} - seen_by(incident):
            feed.remove(topic=TOPIC, kind="incident.removed", object_id=str(incident.pk), regions=left)
        return incident
