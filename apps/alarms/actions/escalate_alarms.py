"""Alarms that nobody acknowledges rise: to the supervisors, and the critical ones to the duty officer."""

from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Value

from apps.alarms.ledger import Book
from apps.alarms.models import Alarm
from apps.alarms.querysets import AlarmQuerySet
from apps.alarms.workflow import DUTY_OFFICER, State, escalation_due
from apps.live.feed import change


def escalate_alarms(*, at: datetime) -> int:
    """Raise the level of what has waited too long; how many rose."""
    if not _waiting_too_long(at).exists():
        return 0
    with change(at=at) as feed:
        book = Book(feed, None, at)
        for alarm in _waiting_too_long(at).all_locked():
            _rise(alarm, book)
        book.close()
    return len(book.changed)


def _waiting_too_long(at: datetime) -> AlarmQuerySet:
    """Unacknowledged, past the time of the next level; the workflow decides which it is."""
    second = ExpressionWrapper(
        Value(timedelta(seconds=1)) * F("escalate_after_s") * (F("escalation") + 1),
        output_field=DurationField(),
    )
    waiting = Alarm.objects.filter(
        state=State.UNACKNOWLEDGED, escalate_after_s__gt=0, escalation__lt=DUTY_OFFICER
    )
    rising = waiting.filter(escalation=0) | waiting.filter(priority=1)
    return rising.annotate(time=second).filter(waits_since__lte=Value(at) - F("time"))


def _rise(alarm: Alarm, book: Book) -> None:
    level = escalation_due(
        priority=alarm.priority,
        waits_since=alarm.waits_since,
        after_s=alarm.escalate_after_s,
        at=book.at,
    )
    if level > alarm.escalation:
        alarm.escalation = level
        book.line(alarm, "escalated", detail={"level": level})
        book.tell(alarm, "escalated")
