"""How long the feed is kept: partitions of coming days are made, those of past days dropped."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import connection

from apps.core.partitions import impatient

log = structlog.get_logger(__name__)

DAYS_AHEAD: Final = 3
DEFAULT: Final = "live_event_default"
PREFIX: Final = "live_event_"

PARTITIONS: Final = """
    SELECT child.relname FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'live_event'::regclass
"""
IS_UNREAD: Final = """
    EXISTS (SELECT FROM live_cursor c WHERE c.region_id = e.region_id AND c.seq < e.seq)
"""


def prune(*, at: datetime) -> None:
    """Make the partitions of the next days; drop what is older than is kept and every cursor has read."""
    _make_days(at)
    oldest = (at - timedelta(hours=settings.SAFECITY_FEED_KEPT_H)).astimezone(UTC).date()
    for day in sorted(_days()):
        if day < oldest:
            _drop(day)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {DEFAULT} e WHERE day < %s AND NOT {IS_UNREAD}", [oldest])  # noqa: S608


def _make_days(at: datetime) -> None:
    today = at.astimezone(UTC).date()
    present = _days()
    for ahead in range(DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        if day not in present:
            _make(day)


def _days() -> set[date]:
    """The days that have a partition of their own."""
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        names = [name for (name,) in cursor]
    return {date.fromisoformat(name.removeprefix(PREFIX)) for name in names if name != DEFAULT}


def _name(day: date) -> str:
    return f"{PREFIX}{day:%Y%m%d}"


def _make(day: date) -> None:
    """Attach a partition for the day; attaching, unlike creating in place, lets others write meanwhile."""
    name = _name(day)
    with impatient("partition_not_made", partition=name) as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {DEFAULT} WHERE day = %s)", [day])  # noqa: S608
        if cursor.fetchone() == (True,):
            # The day began without its partition: it stays in the default one to its end.
            return
        cursor.execute(f"CREATE TABLE {name} (LIKE live_event INCLUDING ALL)")
        cursor.execute(
            f"ALTER TABLE live_event ATTACH PARTITION {name} FOR VALUES FROM (%s) TO (%s)",
            [day, day + timedelta(days=1)],
        )


def _drop(day: date) -> None:
    name = _name(day)
    with impatient("partition_not_dropped", partition=name) as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {name} e WHERE {IS_UNREAD})")  # noqa: S608
        if cursor.fetchone() == (True,):
            log.warning("events_kept_for_a_cursor", day=day.isoformat())
            return
        cursor.execute(f"DROP TABLE {name}")
