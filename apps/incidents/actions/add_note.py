"""Write a note into an incident's history."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, tell
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.people import Principal
from apps.live.feed import change


def add_note(*, incident_id: UUID | str, text: str, by: Principal | None, at: datetime) -> HistoryEntry:
    """A note is a line of the history: it is never changed. Ended incidents take notes too."""
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        entry = line(incident, "noted", by=by, at=at, note=text)
        tell(feed, incident, entry, event="incident.noted")
        return entry
