"""Close an alarm by hand, and say what it was: only what sends no return."""

from datetime import datetime
from uuid import UUID

from apps.alarms.actions.acknowledge_alarms import check_version, sign
from apps.alarms.ledger import Book, suppressed_by
from apps.alarms.models import Alarm
from apps.alarms.refusals import CannotMove, SendsReturn
from apps.alarms.workflow import Clearing, Move, after
from apps.incidents.people import Principal
from apps.live.feed import change


def clear_alarm(
    *,
    alarm_id: UUID,
    clearing: Clearing,
    by: Principal | None,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Alarm:
    """Clear an alarm; whoever clears it has seen it. Raises `SendsReturn`, `CannotMove`, `VersionIsOld`."""
    with change(at=at) as feed:
        alarm = Alarm.objects.locked(alarm_id)
        check_version(alarm, version, at)
        if after(alarm.standing, Move.CLEAR) is None:
            raise CannotMove(alarm, Move.CLEAR, at)
        if not alarm.needs_clearing:
            raise SendsReturn
        if alarm.acknowledged_at is None:
            sign(alarm, by, at)
        book = Book(feed, by, at)
        alarm.active_refs = []
        book.move(
            alarm, Move.CLEAR, "cleared", clearing=clearing, note=note, detail={"clearing": clearing.value}
        )
        for other in suppressed_by([alarm]):
            book.move(other, Move.UNSUPPRESS, "unsuppressed")
        book.close()
    return alarm
