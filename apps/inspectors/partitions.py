"""The days of the table of positions: made ahead, dropped when they are older than positions are kept."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from psycopg import sql

from apps.core.partitions import impatient

TABLE: Final = "inspectors_position"
DAY: Final = re.compile(rf"^{TABLE}_(\d{{8}})$")
AHEAD: Final = 3
FORGET: Final = "DELETE FROM inspectors_position_default WHERE at < %s"
MOVE: Final = """
    WITH moved AS (DELETE FROM inspectors_position_default WHERE at >= %s AND at < %s RETURNING *)
    INSERT INTO {} SELECT * FROM moved
"""


def kept_since(at: datetime) -> datetime:
    """Positions older than this are not kept: a UTC midnight."""
    first = at.astimezone(UTC).date() - timedelta(days=settings.SAFECITY_POSITIONS_KEPT_D)
    return datetime(first.year, first.month, first.day, tzinfo=UTC)


def keep_days(*, at: datetime) -> tuple[list[str], list[str]]:
    """Make today's partition and the next three; drop those that are too old. Answers what was made and dropped.

    Where somebody holds the table for long, it is left for the next hour.
    """
    today = at.astimezone(UTC).date()
    wanted = [today + timedelta(days=n) for n in range(AHEAD + 1)]
    before = _existing()
    for day in wanted:
        if _name(day) not in before:
            _make(day)
    for name in before:
        if _day(name) < kept_since(at).date():
            _drop(name)
    after = _existing()
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [kept_since(at)])
    return [name for name in after if name not in before], [name for name in before if name not in after]


def _existing() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = %s::regclass ORDER BY 1",
            [TABLE],
        )
        return [name for (name,) in cursor.fetchall() if DAY.match(name)]


def _name(day: date) -> str:
    return f"{TABLE}_{day:%Y%m%d}"


def _day(name: str) -> date:
    return datetime.strptime(name[-8:], "%Y%m%d").replace(tzinfo=UTC).date()


def _make(day: date) -> None:
    """A partition of one UTC day; what the default partition holds of that day moves into it."""
    name, start, end = _name(day), f"{day} 00:00+00", f"{day + timedelta(days=1)} 00:00+00"
    with impatient("partition_not_made", partition=name) as cursor:
        cursor.execute(f"LOCK TABLE {TABLE}_default IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        cursor.execute(sql.SQL(MOVE).format(sql.Identifier(name)), [start, end])
        cursor.execute(
            f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM ('{start}') TO ('{end}')"
        )


def _drop(name: str) -> None:
    with impatient("partition_not_dropped", partition=name) as cursor:
        cursor.execute(f"DROP TABLE {name}")
