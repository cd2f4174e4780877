"""Take an incident that rings."""

from datetime import datetime
from uuid import UUID

from apps.incidents.actions.move_incident import move_incident
from apps.incidents.models import Incident
from apps.incidents.people import Principal
from apps.incidents.workflow import Status


def acknowledge_incident(
    *, incident_id: UUID | str, by: Principal | None, at: datetime, note: str = "", version: int | None = None
) -> Incident:
    """The person who acknowledges becomes the handler and silences it, a client does not; raises as `move_incident`."""
    return move_incident(
        incident_id=incident_id, to=Status.ACKNOWLEDGED, by=by, at=at, note=note, version=version
    )
