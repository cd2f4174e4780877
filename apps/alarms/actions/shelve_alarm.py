"""Put an alarm on the shelf for a time, take it off again; and what happens when the time is over."""

from datetime import datetime
from uuid import UUID

from apps.alarms.actions.acknowledge_alarms import check_version
from apps.alarms.ledger import Book
from apps.alarms.models import Alarm
from apps.alarms.refusals import CannotMove, NeedsReason, NeverShelved, ShelfTooLong
from apps.alarms.workflow import Move, after, may_shelve_until
from apps.core.clock import iso
from apps.incidents.people import Principal
from apps.live.feed import change


def shelve_alarm(
    *,
    alarm_id: UUID,
    reason: str,
    until: datetime,
    by: Principal | None,
    at: datetime,
    version: int | None = None,
) -> Alarm:
    """Shelve an alarm, with a reason and an end.

    Raises `NeverShelved`, `NeedsReason`, `ShelfTooLong`, `CannotMove` and `VersionIsOld`.
    """
    with change(at=at) as feed:
        alarm = Alarm.objects.locked(alarm_id)
        check_version(alarm, version, at)
        _check(alarm, reason, until, at)
        alarm.shelved_until, alarm.shelve_reason = until, reason.strip()
        book = Book(feed, by, at)
        book.move(alarm, Move.SHELVE, "shelved", note=reason.strip(), detail={"until": iso(until)})
        book.close()
    return alarm


def _check(alarm: Alarm, reason: str, until: datetime, at: datetime) -> None:
    if alarm.type.never_shelved:
        raise NeverShelved
    if after(alarm.standing, Move.SHELVE) is None:
        raise CannotMove(alarm, Move.SHELVE, at)
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    hours = alarm.type.shelve_hours
    if not may_shelve_until(until, at, hours=hours):
        told = ShelfTooLong(values={"hours": hours})
        raise ShelfTooLong(values={"hours": hours}, fields={"until": [told.detail]})


def unshelve_alarm(
    *, alarm_id: UUID, by: Principal | None, at: datetime, version: int | None = None
) -> Alarm:
    """Take an alarm off the shelf: it comes back as what it has become. Raises `CannotMove`, `VersionIsOld`."""
    with change(at=at) as feed:
        alarm = Alarm.objects.locked(alarm_id)
        check_version(alarm, version, at)
        book = Book(feed, by, at)
        if not book.move(alarm, Move.UNSHELVE, "unshelved"):
            raise CannotMove(alarm, Move.UNSHELVE, at)
        book.close()
    return alarm


def expire_shelves(*, at: datetime) -> int:
    """Bring back what was shelved until now; how many."""
    if not Alarm.objects.shelf_ended(at=at).exists():
        return 0
    with change(at=at) as feed:
        book = Book(feed, None, at)
        for alarm in Alarm.objects.shelf_ended(at=at).all_locked():
            book.move(alarm, Move.UNSHELVE, "unshelved", detail={"why": "time_is_over"})
        book.close()
    return len(book.changed)
