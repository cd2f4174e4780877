"""Suppress alarms that another one explains: the cameras behind a switch that has failed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from apps.alarms.ledger import Book
from apps.alarms.models import Alarm
from apps.alarms.workflow import Move, after, is_over
from apps.live.feed import change


def suppress_alarms(*, explained: Mapping[UUID, UUID], at: datetime) -> int:
    """Suppress each of these alarms by the one that explains it; how many.

    It comes back by itself when that one's condition is over. What must be seen at once, is set aside already, or
    is explained by an alarm that is over, stays as it is.
    """
    if not explained:
        return 0
    with change(at=at) as feed:
        book = Book(feed, None, at)
        locked = Alarm.objects.filter(pk__in={*explained, *explained.values()}).all_locked()
        alarms = {alarm.pk: alarm for alarm in locked.select_related("type")}
        for alarm_id, cause_id in explained.items():
            alarm, cause = alarms[alarm_id], alarms[cause_id]
            if _may(alarm, cause):
                alarm.suppressed_by = cause
                book.move(alarm, Move.SUPPRESS, "suppressed", detail={"by": str(cause_id)})
        book.close()
    return len(book.changed)


def _may(alarm: Alarm, cause: Alarm) -> bool:
    possible = after(alarm.standing, Move.SUPPRESS) is not None and not is_over(cause.standing)
    return possible and not alarm.type.never_shelved
