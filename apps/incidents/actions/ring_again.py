"""An incident rings again: its handler's screen is gone, or a unit that was sent to it does not come."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, store
from apps.incidents.models import Incident
from apps.incidents.people import Principal
from apps.incidents.workflow import UNRESOLVED, URGENT
from apps.live.feed import change


def ring_again(
    *,
    incident_id: UUID | str,
    at: datetime,
    by: Principal | None = None,
    reason: str = "",
    handler_id: int | None = None,
    kind: str = "rang_again",
    whatever_priority: bool = False,
) -> Incident:
    """Make an unresolved P1-P2 ring until somebody takes it; with `whatever_priority` a calmer one too.

    `kind` is the line of its history that says why. Any other, one that rings, or one that is no longer
    `handler_id`'s (where given), is left as it is.
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        if incident.is_ringing or incident.state not in UNRESOLVED:
            return incident
        if incident.priority not in URGENT and not whatever_priority:
            return incident
        if handler_id is not None and incident.handler_id != handler_id:
            return incident
        incident.is_ringing = True
        entry = line(incident, kind, by=by, at=at, reason=reason)
        store(feed, incident, ["is_ringing"], entry, event="incident.rang_again")
        return incident


def ring_for_the_absent(*, at: datetime) -> None:
    """Ring again what the handlers whose screens are gone hold, each in its own transaction."""
    left = Incident.objects.left_alone(at=at).most_urgent_first()
    for incident_id, handler_id in list(left.values_list("pk", "handler_id")):
        ring_again(incident_id=incident_id, handler_id=handler_id, at=at)
