"""The columns of one region, packed: what a change of the region makes anew, and of the others nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from apps.regions.columns.packing import Piece, piece
from apps.regions.columns.source import Column, Source


class Cursor(Protocol):
    """What is used of a database cursor."""

    def execute(self, sql: str, params: Mapping[str, Any]) -> Any:
        """Run a statement."""

    def fetchone(self) -> Any:
        """Its next row."""


@dataclass(frozen=True, slots=True)
class Told:
    """A column of a region. Of a delta-coded one `piece` lacks the first value, which depends on the row before."""

    piece: Piece
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """A region's revision: `number` is another after every change, `fixed` after one beyond what turns."""

    number: int
    fixed: int


@dataclass(frozen=True, slots=True)
class Part:
    """As of a stamp: how many rows, and each column."""

    stamp: Stamp
    count: int
    columns: Mapping[str, Told]


def whole(cursor: Cursor, source: Source, region: str, stamp: Stamp) -> Part:
    """All columns of a region, read now."""
    count, told = _read(cursor, source.whole, source.columns, region)
    return Part(stamp, count, told)


def turned(cursor: Cursor, source: Source, region: str, stamp: Stamp, was: Part) -> Part:
    """`was` with the columns read anew that change often; the others are as they were."""
    _, told = _read(cursor, source.turned, source.turning, region)
    return replace(was, stamp=stamp, columns={**was.columns, **told})


def _read(
    cursor: Cursor, statement: str, columns: Sequence[Column], region: str
) -> tuple[int, dict[str, Told]]:
    cursor.execute(statement, {"region": region})
    count, *values = cursor.fetchone()
    found = iter(values)
    return count, {column.name: _told(column, found) for column in columns}


def _told(column: Column, values: Iterator[Any]) -> Told:
    first, last = (next(values) or 0, next(values) or 0) if column.is_delta else (0, 0)
    text = next(values) or ""
    return Told(piece(text.encode(), is_dense=column.is_dense), first, int(last))
