"""Tables between builders and renderers: named columns with a kind, and rows of plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and so how a cell is written."""

    TEXT = "text"
    COUNT = "count"
    # seconds, as a number
    LENGTH = "length"
    # from 0 to 1
    SHARE = "share"


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the stable word of the column; `title` is what people read."""

    name: str
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is a word for addresses and sheets; each row has a cell per column."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
