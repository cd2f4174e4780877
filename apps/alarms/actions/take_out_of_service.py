"""Take an alarm out of service while its source is worked on, and put it back."""

from datetime import datetime
from uuid import UUID

from apps.alarms.actions.acknowledge_alarms import check_version
from apps.alarms.ledger import Book
from apps.alarms.models import Alarm
from apps.alarms.refusals import CannotMove, NeedsReason, NeverShelved
from apps.alarms.workflow import Move, after
from apps.incidents.people import Principal
from apps.live.feed import change


def take_out_of_service(
    *, alarm_id: UUID, reason: str, by: Principal | None, at: datetime, version: int | None = None
) -> Alarm:
    """Out of service until somebody puts it back. Raises `NeverShelved`, `NeedsReason`, `CannotMove`."""
    with change(at=at) as feed:
        alarm = Alarm.objects.locked(alarm_id)
        check_version(alarm, version, at)
        if alarm.type.never_shelved:
            raise NeverShelved
        if after(alarm.standing, Move.TAKE_OUT) is None:
            raise CannotMove(alarm, Move.TAKE_OUT, at)
        if not reason.strip():
            raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
        book = Book(feed, by, at)
        book.move(alarm, Move.TAKE_OUT, "taken_out", note=reason.strip())
        book.close()
    return alarm


def put_back_into_service(
    *, alarm_id: UUID, by: Principal | None, at: datetime, version: int | None = None
) -> Alarm:
    """Back as what it has become meanwhile. Raises `CannotMove`."""
    with change(at=at) as feed:
        alarm = Alarm.objects.locked(alarm_id)
        check_version(alarm, version, at)
        book = Book(feed, by, at)
        if not book.move(alarm, Move.PUT_BACK, "put_back"):
            raise CannotMove(alarm, Move.PUT_BACK, at)
        book.close()
    return alarm
