"""A chattering alarm returns to normal once it has been quiet for long enough."""

from datetime import datetime

from apps.alarms.ledger import Book, suppressed_by
from apps.alarms.models import Alarm
from apps.alarms.workflow import Move
from apps.live.feed import change


def settle_returns(*, at: datetime) -> int:
    """Return what has been quiet since its last return; how many."""
    if not Alarm.objects.quiet_enough(at=at).exists():
        return 0
    with change(at=at) as feed:
        book = Book(feed, None, at)
        for alarm in Alarm.objects.quiet_enough(at=at).all_locked():
            alarm.return_due_at = None
            book.move(alarm, Move.RETURN, "returned")
        for alarm in suppressed_by(book.changed.values()):
            book.move(alarm, Move.UNSUPPRESS, "unsuppressed")
        book.close()
    return len(book.changed)
