"""Upper rooms write what happened around an incident into its history: a unit assigned, a camera opened."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, tell
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.people import Principal
from apps.live.feed import change


def record_fact(
    *,
    incident_id: UUID | str,
    kind: str,
    by: Principal | None,
    at: datetime,
    happened_at: datetime | None = None,
    new: object = None,
    note: str = "",
    reason: str = "",
    is_offline: bool = False,
) -> HistoryEntry:
    """A line of `kind` (a past-tense word, `unit_assigned`) with the plain values `new`.

    Sends the incident anew.
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        entry = line(
            incident,
            kind,
            by=by,
            at=at,
            happened_at=happened_at,
            new=new,
            note=note,
            reason=reason,
            is_offline=is_offline,
        )
        tell(feed, incident, entry, event=f"incident.{kind}")
        return entry
