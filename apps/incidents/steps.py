"""One step of a locked incident along its workflow; the actions lock, guard the version, and call this."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import User
from apps.incidents.ledger import line, store
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.people import Principal, can_handle, named, need_supervisor, user_id_of
from apps.incidents.reactions import moved
from apps.incidents.refusals import (
    CannotMove,
    IsMerged,
    NeedsNote,
    NeedsOutcome,
    NeedsReason,
    StampsDisordered,
    StampTooOld,
    TimeInFuture,
    VersionIsOld,
)
from apps.incidents.workflow import (
    KEPT_STAMPS,
    NEEDS_NOTE,
    NEEDS_OUTCOME,
    STAMP_OF,
    UNRESOLVED,
    Outcome,
    Stamp,
    Status,
    can_move,
    earlier_than,
    is_in_future,
    is_too_late,
    later_than,
    moves_from,
    needs_supervisor,
    settled,
)
from apps.live.feed import Feed

S = Status
# Who takes such a step of an incident that rings becomes its handler.
TAKEN_BY = frozenset({S.ACKNOWLEDGED, S.DISPATCHED})
SILENCED_BY = TAKEN_BY | {S.ON_HOLD}
STEP_COLUMNS = ("status", "held_from", "is_ringing", "outcome", "handler", *(stamp.value for stamp in Stamp))


@dataclass(frozen=True, slots=True)
class Step:
    """A step as somebody asks for it.

    `stamp_at` is when it happened, if not now; `is_offline`: a device kept it.
    """

    to: Status
    by: Principal | None
    at: datetime
    stamp_at: datetime | None = None
    note: str = ""
    outcome: str = ""
    is_offline: bool = False


def guard(incident: Incident, version: int | None, *, at: datetime) -> None:
    """Raise `VersionIsOld` when the caller saw another version than there is."""
    if version is not None and version != incident.version:
        raise VersionIsOld(incident, at)


def guard_figures(incident: Incident, changed: Iterable[str], *, by: Principal | None, reason: str) -> None:
    """What would change figures that stand needs a supervisor and a reason: `NeedsSupervisor`, `NeedsReason`.

    So any edit of an incident that is resolved or over, and at any time whether it was an exercise.
    """
    if incident.state in UNRESOLVED and "is_exercise" not in changed:
        return
    need_supervisor(by)
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})


def held_from(incident: Incident) -> Status | None:
    """The status before the hold."""
    return Status(incident.held_from) if incident.held_from else None


def take_step(feed: Feed, incident: Incident, step: Step) -> Incident:
    """Check the step and take it; raises a refusal that says why not."""
    _check(incident, step)
    stamp_at = checked_stamp(incident, step)
    before = incident.state
    _apply(incident, step, stamp_at)
    entry = _entry(incident, before, step, stamp_at)
    store(feed, incident, STEP_COLUMNS, entry, event=f"incident.{step.to}")
    moved(incident, before=before, by=step.by, at=step.at)
    return incident


def _check(incident: Incident, step: Step) -> None:
    if not can_move(incident.state, step.to, held_from(incident)):
        raise CannotMove(incident, step.to, moves_from(incident.state, held_from(incident)), step.at)
    if step.to in NEEDS_OUTCOME and step.outcome not in set(Outcome):
        raise NeedsOutcome(fields={"outcome": [str(NeedsOutcome.message)]})
    if step.to in NEEDS_NOTE and not step.note.strip():
        raise NeedsNote(fields={"note": [str(NeedsNote.message)]})
    if needs_supervisor(step.to, highest_priority=incident.highest_priority, stamps=incident.stamps):
        need_supervisor(step.by)


def checked_stamp(incident: Incident, step: Step) -> datetime:
    """When the step happened; raises for a time in the future, too long ago, or before an earlier step."""
    happened_at = step.at if step.stamp_at is None else _given(step.stamp_at, step)
    stamp = STAMP_OF.get(step.to)
    stamp_at = settled(happened_at, earlier_than(stamp, incident.stamps) if stamp else ())
    if stamp_at is None:
        raise StampsDisordered(fields={"at": [str(StampsDisordered.message)]})
    return stamp_at


def _given(stamp_at: datetime, step: Step) -> datetime:
    if is_in_future(stamp_at, step.at):
        raise TimeInFuture(fields={"at": [str(TimeInFuture.message)]})
    if not step.is_offline and is_too_late(stamp_at, step.at):
        raise StampTooOld(fields={"at": [str(StampTooOld.message)]})
    return min(stamp_at, step.at)


def _apply(incident: Incident, step: Step, stamp_at: datetime) -> None:
    before = incident.state
    incident.held_from = before.value if step.to == S.ON_HOLD else ""
    incident.status = step.to.value
    _stamp(incident, step.to, stamp_at)
    if step.to in NEEDS_OUTCOME:
        incident.outcome = step.outcome
    if step.to == S.REOPENED:
        incident.outcome, incident.handler_id = "", None
    _ring_or_not(incident, step)


def _ring_or_not(incident: Incident, step: Step) -> None:
    """Unresolved, it rings until a person has it: what a program or another region's operator does silences nothing."""
    is_person = can_handle(step.by, incident.region_id)
    if is_person and step.to in TAKEN_BY and (incident.is_ringing or incident.handler_id is None):
        incident.handler_id = user_id_of(step.by)
    rings_on = incident.is_ringing and not (is_person and step.to in SILENCED_BY)
    incident.is_ringing = incident.state in UNRESOLVED and (incident.handler_id is None or rings_on)


def _stamp(incident: Incident, to: Status, stamp_at: datetime) -> None:
    if to == S.REOPENED:
        incident.resolved_at = incident.closed_at = None
    if stamp := STAMP_OF.get(to):
        put_stamp(incident, stamp, stamp_at)


def put_stamp(incident: Incident, stamp: Stamp, stamp_at: datetime) -> bool:
    """Set a stamp unless it is kept; answers whether it was set.

    The first of each stamp counts; resolution and closing end at the last. A step that a later one has overtaken is
    left without a time.
    """
    is_overtaken = any(later < stamp_at for later in later_than(stamp, incident.stamps))
    if stamp in KEPT_STAMPS and (getattr(incident, stamp.value) or is_overtaken):
        return False
    setattr(incident, stamp.value, stamp_at)
    return True


def _entry(incident: Incident, before: Status, step: Step, stamp_at: datetime) -> HistoryEntry:
    return line(
        incident,
        "moved",
        by=step.by,
        at=step.at,
        happened_at=stamp_at,
        from_status=before.value,
        to_status=step.to.value,
        new=step.outcome if step.to in NEEDS_OUTCOME else None,
        field="outcome" if step.to in NEEDS_OUTCOME else "",
        note=step.note,
        is_offline=step.is_offline,
    )


def take_over(feed: Feed, incident: Incident, *, by: User, at: datetime, note: str = "") -> Incident:
    """Somebody takes a ringing incident whose way goes on: a new handler, no stamp."""
    old, incident.handler = incident.handler, by
    incident.is_ringing = False
    entry = line(incident, "taken", by=by, at=at, field="handler", old=named(old), new=named(by), note=note)
    store(feed, incident, ["handler", "is_ringing"], entry, event="incident.taken")
    return incident


def refuse_merged(incident: Incident) -> None:
    """Raise `IsMerged`: nothing is done any more to what was merged into another."""
    if incident.state == S.MERGED:
        raise IsMerged(fields={"merged_into": str(incident.merged_into_id)})
