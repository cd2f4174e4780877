"""Let another region see an incident: aid across a border."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, tell
from apps.incidents.models import Incident, IncidentShare
from apps.incidents.people import Principal, user_id_of
from apps.incidents.placing import known_region
from apps.live.feed import change


def share_incident(
    *, incident_id: UUID | str, region: str, by: Principal | None, at: datetime, reason: str = ""
) -> Incident:
    """From now on `region` sees the incident and its events; sharing again changes nothing.

    Raises `UnknownRegion`.
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        known_region(region)
        seen = IncidentShare.objects.filter(incident=incident, region=region).exists()
        if seen or region == incident.region_id:
            return incident
        IncidentShare.objects.create(
            incident=incident, region_id=region, at=at, reason=reason, user_id=user_id_of(by)
        )
        entry = line(incident, "shared", by=by, at=at, field="region", new=region, reason=reason)
        tell(feed, incident, entry, event="incident.shared")
        return incident
