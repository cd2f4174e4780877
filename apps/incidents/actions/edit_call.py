"""Keep what is learned while a call goes on; correct its times after the fact."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import pghistory

from apps.core.clock import iso
from apps.core.errors import Conflict
from apps.incidents.ledger import line, tell
from apps.incidents.models import Call, Incident
from apps.incidents.people import Principal, need_supervisor, user_id_of
from apps.incidents.refusals import CallDisordered, NeedsReason, TimeInFuture
from apps.incidents.workflow import is_in_future, is_too_late
from apps.live.feed import Feed, change

STAMPS: Final = ("answered_at", "ended_at")
EDITABLE: Final = frozenset(
    {*STAMPS, "number", "channel", "location", "location_source", "location_accuracy_m", "address", "note"}
)


def edit_call(
    *, call_id: UUID | str, changes: Mapping[str, Any], by: Principal | None, at: datetime, reason: str = ""
) -> Call:
    """The caller moves, is answered, hangs up; who answers took the call.

    A time is given once, within 2 minutes; anything else corrects it: a supervisor does, with a reason, and the
    old value stays in the history. Raises `TimeInFuture`, `CallDisordered`, `NeedsSupervisor`, `NeedsReason`,
    `Conflict`, `NotFound`.
    """
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
    with change(at=at) as feed:
        incident, call = _locked(call_id)
        stamps = _stamps(call, changes, at)
        corrected = _corrected(call, stamps, at)
        if corrected:
            _guard(by, reason)
        for name, value in {**changes, **stamps}.items():
            setattr(call, name, value)
        if stamps:
            check_order(call)
        if stamps.get("answered_at") and call.taken_by_id is None and not corrected:
            call.taken_by_id = user_id_of(by)
        _save(call, [*changes, "taken_by"], reason if corrected else "")
        if incident:
            _tell(feed, incident, call, corrected, by=by, at=at, reason=reason)
        return call


def check_order(call: Call) -> None:
    """Raise `CallDisordered` unless the call rings, then is answered, then ends; times may be missing."""
    times = [time for time in (call.rang_at, call.answered_at, call.ended_at) if time]
    if times != sorted(times):
        raise CallDisordered(
            fields={name: [str(CallDisordered.message)] for name in STAMPS if getattr(call, name)}
        )


def _locked(call_id: UUID | str) -> tuple[Incident | None, Call]:
    """The incident first, as every action locks them, then its call."""
    incident_id = Call.objects.filter(pk=call_id).values_list("incident", flat=True).first()
    incident = Incident.objects.locked(incident_id) if incident_id else None
    call = Call.objects.locked(call_id)
    if call.incident_id != incident_id:
        raise Conflict
    return incident, call


def _stamps(call: Call, changes: Mapping[str, Any], at: datetime) -> dict[str, datetime | None]:
    """The times that are given, none after `at`; one that was read, to the millisecond, and is sent back stays."""
    stamps = {}
    for name in STAMPS:
        if name not in changes:
            continue
        old, value = getattr(call, name), changes[name]
        if value and is_in_future(value, at):
            raise TimeInFuture(fields={name: [str(TimeInFuture.message)]})
        stamps[name] = old if iso(value) == iso(old) else value and min(value, at)
    return stamps


def _corrected(call: Call, stamps: Mapping[str, datetime | None], at: datetime) -> dict[str, datetime | None]:
    """The old values of those times that are not given for the first time, or are given late."""
    changed = {name: getattr(call, name) for name, value in stamps.items() if value != getattr(call, name)}
    return {name: old for name, old in changed.items() if old or is_too_late(stamps[name] or at, at)}


def _guard(by: Principal | None, reason: str) -> None:
    need_supervisor(by)
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})


def _save(call: Call, columns: list[str], reason: str) -> None:
    """A trigger keeps each state of the row, and beside this one why."""
    if not reason:
        call.save(update_fields=columns)
        return
    with pghistory.context(reason=reason):
        call.save(update_fields=columns)


def _tell(feed: Feed, incident: Incident, call: Call, old: Mapping[str, datetime | None], **how: Any) -> None:
    """A line of the incident's history for each time that was corrected; `how`: by whom, when and why."""
    for name, before in old.items():
        after = iso(getattr(call, name))
        entry = line(incident, "call_corrected", field=name, old=iso(before), new=after, **how)
        tell(feed, incident, entry, event="incident.call_corrected")
