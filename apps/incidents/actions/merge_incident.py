"""Merge an incident into another that tells of the same."""

from datetime import datetime
from uuid import UUID

from apps.core.clock import iso
from apps.incidents.actions.set_priority import PRIORITY_COLUMNS, prioritise
from apps.incidents.ledger import line, store, tell
from apps.incidents.models import Call, Incident, Link, LinkKind
from apps.incidents.models.calls import CallOutcome
from apps.incidents.people import Principal, need_supervisor, user_id_of
from apps.incidents.refusals import CannotMerge
from apps.incidents.steps import guard
from apps.incidents.workflow import CAN_BE_MERGED, Status
from apps.live.feed import Feed, change


def merge_incident(
    *,
    incident_id: UUID | str,
    into_id: UUID | str,
    by: Principal | None,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Incident:
    """The incident ends as merged; the survivor gets its calls, and is measured from the earliest of both.

    It is as urgent as the more urgent of both, and its targets go by the highest priority that either ever held.

    Both histories stay. Raises `NeedsSupervisor`, `CannotMerge`, `VersionIsOld`; answers the survivor.
    """
    need_supervisor(by)
    if str(incident_id) == str(into_id):
        raise CannotMerge
    with change(at=at) as feed:
        locked = {key: Incident.objects.locked(key) for key in sorted((str(incident_id), str(into_id)))}
        merged, survivor = locked[str(incident_id)], locked[str(into_id)]
        guard(merged, version, at=at)
        if merged.state not in CAN_BE_MERGED or not survivor.is_open:
            raise CannotMerge
        Link.objects.get_or_create(
            source=merged,
            target=survivor,
            kind=LinkKind.DUPLICATE_OF,
            defaults={"at": at, "user_id": user_id_of(by)},
        )
        _absorb(feed, survivor, merged, by, at, reason)
        _end(feed, merged, survivor, by, at, reason)
        return survivor


def _absorb(
    feed: Feed, survivor: Incident, merged: Incident, by: Principal | None, at: datetime, reason: str
) -> None:
    Call.objects.filter(incident=merged).update(incident=survivor, outcome=CallOutcome.ATTACHED)
    old, was = survivor.reported_at, survivor.priority
    survivor.reported_at = min(survivor.reported_at, merged.reported_at)
    survivor.calls_count += merged.calls_count
    _raise_priority(survivor, merged, at)
    entry = line(
        survivor,
        "absorbed",
        by=by,
        at=at,
        field="reported_at",
        old={"reported_at": iso(old)},
        new={"reported_at": iso(survivor.reported_at), "number": merged.number},
        reason=reason,
    )
    columns = ["reported_at", "calls_count", *PRIORITY_COLUMNS]
    store(feed, survivor, columns, entry, event="incident.absorbed")
    if survivor.priority != was:
        new = survivor.priority
        raised = line(
            survivor, "prioritised", by=by, at=at, field="priority", old=was, new=new, reason=merged.number
        )
        tell(feed, survivor, raised, event="incident.prioritised")


def _raise_priority(survivor: Incident, merged: Incident, at: datetime) -> None:
    """Figures read the changes: where the merged one was once more urgent than it is, both are kept."""
    priority = min(survivor.priority, merged.priority)
    if merged.highest_priority < survivor.highest_priority:
        prioritise(survivor, merged.highest_priority, at=at)
    if priority != survivor.priority:
        prioritise(survivor, priority, at=at)


def _end(
    feed: Feed, merged: Incident, survivor: Incident, by: Principal | None, at: datetime, reason: str
) -> None:
    before = merged.status
    merged.status, merged.merged_into, merged.is_ringing, merged.held_from = (
        Status.MERGED.value,
        survivor,
        False,
        "",
    )
    merged.calls_count = 0
    entry = line(
        merged,
        "moved",
        by=by,
        at=at,
        from_status=before,
        to_status=Status.MERGED.value,
        new={"number": survivor.number},
        reason=reason,
    )
    columns = ["status", "merged_into", "is_ringing", "held_from", "calls_count"]
    store(feed, merged, columns, entry, event="incident.merged")
