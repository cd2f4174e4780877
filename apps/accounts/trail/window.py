"""A page of the trail: the newest rows of every table before a cursor, merged by time.

No table is counted or skipped through: each gives its next rows by the index on its time, however long the trail is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Q

from apps.accounts.trail.rows import Row
from apps.accounts.trail.shown import shown
from apps.accounts.trail.sources import Filter, Source, sources
from apps.regions.scope import Scope

Found = tuple[datetime, str, Any]


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row that was shown: its time, its table, its key. As text: `2026-10-01T08:15:30+00:00~entries~17`."""

    at: datetime
    source: str
    key: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.source}~{self.key}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The cursor of an address, or None for anything that is none."""
        at, _, rest = text.partition("~")
        source, _, key = rest.partition("~")
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        return cls(moment, source, key) if source and key and moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first, and where the older ones begin."""

    rows: list[Row]
    older: Cursor | None


def read(wanted: Filter, *, scope: Scope, after: Cursor | None, size: int) -> Page:
    """The `size` rows that follow `after` (older than it), of what the reader may see."""
    streams = [_stream(source, after, size + 1) for source in sources(wanted, scope)]
    found = list(islice(merge(*streams, key=_order, reverse=True), size + 1))
    older = _cursor_of(found[size - 1]) if len(found) > size else None
    return Page(shown([(source, row) for _at, source, row in found[:size]]), older)


def _order(found: Found) -> tuple[datetime, str]:
    return found[0], found[1]


def _cursor_of(found: Found) -> Cursor:
    return Cursor(found[0], found[1], str(found[2].pk))


def _stream(source: Source, after: Cursor | None, size: int) -> Iterator[Found]:
    rows = source.rows.order_by(f"-{source.time}", f"-{source.key}")
    if after is not None:
        rows = rows.filter(_older(source, after))
    return ((getattr(row, source.time), source.name, row) for row in rows[:size])


def _older(source: Source, after: Cursor) -> Q:
    """Rows at the same moment are ordered by table and key."""
    earlier = Q(**{f"{source.time}__lt": after.at})
    if source.name > after.source:
        return earlier
    same = Q(**{source.time: after.at})
    if source.name < after.source:
        return earlier | same
    try:
        key = source.rows.model._meta.pk.to_python(after.key)
    except ValidationError:
        return earlier
    return earlier | (same & Q(**{f"{source.key}__lt": key}))
