"""A table partitioned by days: days are made ahead, and dropped when they are older than is kept."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import connection
from psycopg import sql

from apps.core.partitions import impatient

AHEAD: Final = 3
PARTITIONS: Final = """
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = %s::regclass ORDER BY 1
"""
MOVE: Final = """
    WITH moved AS (DELETE FROM {spare} WHERE {column} >= {start} AND {column} < {end} RETURNING *)
    INSERT INTO {day} SELECT * FROM moved
"""


def midnight(at: datetime, *, days_before: int) -> datetime:
    """The UTC midnight that began the day so many days before that of `at`."""
    first = at.astimezone(UTC).date() - timedelta(days=days_before)
    return datetime(first.year, first.month, first.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DayTable:
    """A table partitioned by UTC days of `column`, with a default partition `<name>_default`.

    Days are called `<name>_20261001`. Where somebody holds the table for long, what is to do is left for the next time.
    """

    name: str
    column: str = "at"

    def keep(self, *, at: datetime, since: datetime) -> tuple[list[str], list[str]]:
        """Make today's partition and the next three, drop those before `since` (a UTC midnight).

        Answers the names of what was made and of what was dropped.
        """
        before = self._existing()
        today = at.astimezone(UTC).date()
        for day in (today + timedelta(days=n) for n in range(AHEAD + 1)):
            if self._name(day) not in before:
                self._make(day)
        for name in before:
            if _day(name) < since.date():
                _drop(name)
        self._forget(since)
        after = self._existing()
        return [name for name in after if name not in before], [name for name in before if name not in after]

    @property
    def spare(self) -> str:
        """The partition of the rows whose day has none."""
        return f"{self.name}_default"

    def _name(self, day: date) -> str:
        return f"{self.name}_{day:%Y%m%d}"

    def _existing(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(PARTITIONS, [self.name])
            return [name for (name,) in cursor.fetchall() if name != self.spare]

    def _make(self, day: date) -> None:
        """A partition of one day; what the default partition holds of that day moves into it."""
        name, end = self._name(day), day + timedelta(days=1)
        words = {
            "table": sql.Identifier(self.name),
            "spare": sql.Identifier(self.spare),
            "column": sql.Identifier(self.column),
            "day": sql.Identifier(name),
            "start": sql.Literal(f"{day} 00:00+00"),
            "end": sql.Literal(f"{end} 00:00+00"),
        }
        with impatient("partition_not_made", partition=name) as cursor:
            for text in (
                "LOCK TABLE {spare} IN ACCESS EXCLUSIVE MODE",
                "CREATE TABLE {day} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
                MOVE,
                "ALTER TABLE {table} ATTACH PARTITION {day} FOR VALUES FROM ({start}) TO ({end})",
            ):
                cursor.execute(sql.SQL(text).format(**words))

    def _forget(self, since: datetime) -> None:
        text = sql.SQL("DELETE FROM {} WHERE {} < %s")
        with connection.cursor() as cursor:
            cursor.execute(text.format(sql.Identifier(self.spare), sql.Identifier(self.column)), [since])


def _day(name: str) -> date:
    return datetime.strptime(name[-8:], "%Y%m%d").replace(tzinfo=UTC).date()


def _drop(name: str) -> None:
    with impatient("partition_not_dropped", partition=name) as cursor:
        cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)))
