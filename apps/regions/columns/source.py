"""What of a table is told as columns: names and the SQL that gives them; the statements made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

DEGREE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the SQL of its whole number; `sql` never holds what came from outside.

    `is_delta`: told as the difference to the row before. `turns`: changes often, so it is read and packed apart.
    `is_dense`: nearly random digits.
    """

    name: str
    sql: str
    is_delta: bool = False
    turns: bool = False
    is_dense: bool = False


def coordinates(location: str = "location") -> tuple[Column, Column]:
    """Longitude and latitude of a point, in 1e-5 degrees, delta-coded."""
    return (
        Column("lon", f"round(ST_X({location}) * {DEGREE})::int", is_delta=True, is_dense=True),
        Column("lat", f"round(ST_Y({location}) * {DEGREE})::int", is_delta=True, is_dense=True),
    )


def places_in(words: Sequence[str], column: str) -> str:
    """SQL of a word's place in `words`."""
    cases = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words))
    return f"CASE {column} {cases} END"


@dataclass(frozen=True)
class Source:
    """A table whose rows of a region, in `order`, are told as `columns`; `revisions` counts its changes.

    `words` are the lists that codes are places in. PostGIS sorts points along a Hilbert curve: with
    `location, id` for the order, neighbours follow each other, and their differences are short.
    """

    name: str
    table: str
    revisions: str
    where: str
    order: str
    columns: tuple[Column, ...]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def turning(self) -> tuple[Column, ...]:
        """The columns that change often."""
        return tuple(column for column in self.columns if column.turns)

    @cached_property
    def stamps(self) -> str:
        """Region, number and fixed number of the regions of a scope."""
        return (  # names of our own code, never from outside
            f"SELECT region_id, number, fixed FROM {self.revisions} "  # noqa: S608
            "WHERE %(everywhere)s OR region_id = ANY(%(codes)s) ORDER BY region_id"
        )

    @cached_property
    def whole(self) -> str:
        """One region's rows: their count, and each column as text; a delta-coded one also begins and ends."""
        return self._statement(self.columns)

    @cached_property
    def turned(self) -> str:
        """The same of the columns alone that change often."""
        return self._statement(self.turning)

    def _statement(self, columns: Sequence[Column]) -> str:
        given = ", ".join(f"{column.sql} AS {column.name}" for column in columns)
        coded = ", ".join(_coded(column) for column in columns)
        told = ", ".join(_told(column) for column in columns)
        # The aggregates take the rows as the innermost query gives them: nothing between the two sorts again.
        return (
            f"SELECT count(*), {told} FROM (SELECT {coded} FROM ("  # noqa: S608
            f"SELECT {given}, row_number() OVER (ORDER BY {self.order}) AS place FROM {self.table} "
            f"WHERE region_id = %(region)s AND {self.where}"
            ") given WINDOW by_place AS (ORDER BY place) ORDER BY place) coded"
        )


def _coded(column: Column) -> str:
    name = column.name
    return f"{name}, {name} - lag({name}) OVER by_place AS {name}_step" if column.is_delta else name


def _told(column: Column) -> str:
    name = column.name
    if column.is_delta:
        # The first has no step, which `array_to_string` leaves out.
        return (
            f"(array_agg({name}))[1], (array_agg({name}))[1] + coalesce(sum({name}_step), 0), "
            f"array_to_string(array_agg({name}_step), ',')"
        )
    return f"array_to_string(array_agg({name}), ',', 'null')"
