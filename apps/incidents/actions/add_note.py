"""Write a note into an incident's history."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, tell
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.people import Principal
from apps.live.feed import change


def add_note(
    *,
    incident_id: UUID | str,
    text: str,
    by: Principal | None,
    at: datetime,
    happened_at: datetime | None = None,
    is_offline: bool = False,
) -> HistoryEntry:
    """A note is a line of the history: it is never changed. Ended incidents take notes too.

    `happened_at` is when it was written, where a device kept it while it was offline (`is_offline`).
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        entry = line(
            incident, "noted", by=by, at=at, note=text, happened_at=happened_at, is_offline=is_offline
        )
        tell(feed, incident, entry, event="incident.noted")
        return entry
