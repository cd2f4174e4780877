"""How a change is kept: the row with a new version, its line of history, its event.

All in the caller's transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from apps.incidents.models import HistoryEntry, Incident, IncidentShare
from apps.incidents.people import Principal, signature
from apps.live.feed import Feed

TOPIC = "incidents"


def line(incident: Incident, kind: str, *, by: Principal | None, at: datetime, **rest: Any) -> HistoryEntry:
    """A line of history, not yet written.

    `rest` may hold any column, `happened_at` when it happened before `at`.
    """
    happened_at = rest.pop("happened_at", None) or at
    return HistoryEntry(incident=incident, kind=kind, at=happened_at, recorded_at=at, **signature(by), **rest)


def store(feed: Feed, incident: Incident, changed: Iterable[str], entry: HistoryEntry, *, event: str) -> None:
    """Write the changed columns with the next version, the line, and the event."""
    incident.version += 1
    incident.save(update_fields=[*changed, "version"])
    tell(feed, incident, entry, event=event)


def tell(feed: Feed, incident: Incident, entry: HistoryEntry, *, event: str) -> None:
    """Write a line about what left the incident's own columns alone, and the event."""
    entry.save(force_insert=True)
    feed.touch(topic=TOPIC, kind=event, object_id=str(incident.pk), regions=seen_by(incident))


def seen_by(incident: Incident) -> frozenset[str]:
    """The regions whose screens show the incident: its own, and those it is shared with."""
    shared = IncidentShare.objects.filter(incident=incident).values_list("region_id", flat=True)
    return frozenset({incident.region_id, *shared})
