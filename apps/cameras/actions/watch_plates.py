"""A plate comes on the watch list, or is taken off it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cameras.models import WatchEntry
from apps.cameras.plates import Pattern, pattern_of
from apps.cameras.refusals import (
    AlreadyListed,
    NotYourRegion,
    PlateTooVague,
    TakenOffAlready,
    person,
    reason_in,
)
from apps.core.errors import InvalidInput, NotFound, Sought
from apps.live.feed import change
from apps.regions.models import Region
from apps.regions.scope import Scope


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plate or pattern that shall be looked for; no region is the whole nation, no start is at once."""

    plate: str
    reason: str
    priority: int = 2
    region: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def watch_plate(*, wanted: Wanted, by: User, at: datetime) -> WatchEntry:
    """Put a plate on the list of a region of `by`; on the nation's if he or she sees the whole nation.

    Raises `PlateTooVague`, `NotYourRegion`, `NeedsReason`, `InvalidInput` for an end before the start, and
    `AlreadyListed`; an entry that is no longer valid makes room.
    """
    pattern = pattern_of(wanted.plate)
    if pattern is None:
        raise PlateTooVague
    _check(wanted, by, at)
    with change(at=at):
        _make_room(pattern, wanted.region, by, at)
        entry = _entry(pattern, wanted, by, at)
        WatchEntry.objects.bulk_create([entry], ignore_conflicts=True)
        if not _is_stored(entry):
            raise AlreadyListed(values={"plate": pattern.written})
    return entry


def unwatch_plate(*, entry_id: UUID, reason: str, by: User, at: datetime) -> WatchEntry:
    """Take an entry off the list; its hits stay. Raises `NotFound`, `TakenOffAlready`, `NeedsReason`."""
    why = reason_in(reason)
    with change(at=at):
        entry = _locked(entry_id, person(by).scope)
        if entry.ended_at is not None:
            raise TakenOffAlready(values={"who": entry.ended_by.actor_name if entry.ended_by else ""})
        _end(entry, why, by, at)
    return entry


def _check(wanted: Wanted, by: User, at: datetime) -> None:
    reason_in(wanted.reason)
    scope = person(by).scope
    if not (scope.is_national if wanted.region is None else scope.covers(wanted.region)):
        raise NotYourRegion
    if wanted.region is not None and not Region.objects.filter(pk=wanted.region).exists():
        raise NotYourRegion
    if wanted.valid_until is not None and wanted.valid_until <= (wanted.valid_from or at):
        raise InvalidInput(fields={"valid_until": [_("The end must lie after the start.")]})


def _entry(pattern: Pattern, wanted: Wanted, by: User, at: datetime) -> WatchEntry:
    return WatchEntry(
        plate=pattern.written,
        key=pattern.like,
        is_pattern=pattern.is_pattern,
        reason=wanted.reason.strip(),
        priority=wanted.priority,
        region_id=wanted.region,
        valid_from=wanted.valid_from or at,
        valid_until=wanted.valid_until,
        added_by=by,
        added_at=at,
    )


def _is_stored(entry: WatchEntry) -> bool:
    return WatchEntry.objects.filter(pk=entry.pk).exists()


def _make_room(pattern: Pattern, region: str | None, by: User, at: datetime) -> None:
    """Take off what was listed for a time that is over."""
    over = WatchEntry.objects.listed().filter(key=pattern.like, region=region, valid_until__lte=at)
    for entry in over.select_for_update(of=("self",)):
        _end(entry, _("Its time was over."), by, at)


def _locked(entry_id: UUID, scope: Scope) -> WatchEntry:
    rows = WatchEntry.objects.owned_in(scope).select_for_update(of=("self",)).select_related("ended_by")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(Sought(WatchEntry, "pk", entry_id))
    return entry


def _end(entry: WatchEntry, reason: str, by: User, at: datetime) -> None:
    entry.ended_at, entry.ended_by, entry.end_reason = at, by, reason
    entry.save(update_fields=["ended_at", "ended_by", "end_reason"])
