"""A grid of cells over the earth: a plain b-tree finds what is near, and stays as it is while points move a little.

An index on the points themselves would have to change with each move; a cell's number changes only with the cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, floor, radians
from typing import Final

from django.db.models import Func, IntegerField

# A cell is 1/50 of a degree each way: 2.2 km from south to north.
PER_DEGREE: Final = 50
COLUMNS: Final = 360 * PER_DEGREE + 1
# Metres of one degree on WGS 84, where they are fewest: of latitude at the equator, of longitude there too.
LATITUDE_M: Final = 110_574.0
LONGITUDE_M: Final = 111_319.0
# Beyond so many rows of cells the whole table is as quick.
ROWS_AT_MOST: Final = 64


class Cell(Func):
    """The number of the cell that holds a point of EPSG:4326: rows from the south pole, columns from 180° west."""

    template = (
        f"(floor((ST_Y(%(expressions)s) + 90) * {PER_DEGREE})::integer * {COLUMNS}"
        f" + floor((ST_X(%(expressions)s) + 180) * {PER_DEGREE})::integer)"
    )
    output_field = IntegerField()


def cell_of(lon: float, lat: float) -> int:
    """The same number, reckoned here."""
    return _row(lat) * COLUMNS + _column(lon)


def _row(lat: float) -> int:
    return floor((lat + 90) * PER_DEGREE)


def _column(lon: float) -> int:
    return floor((lon + 180) * PER_DEGREE)


@dataclass(frozen=True, slots=True)
class Box:
    """Cells between two rows and two columns."""

    south: int
    north: int
    west: int
    east: int

    def ranges(self) -> Iterator[tuple[int, int]]:
        """The first and the last cell of each row."""
        for row in range(self.south, self.north + 1):
            yield row * COLUMNS + self.west, row * COLUMNS + self.east


def box_around(lon: float, lat: float, metres: float) -> Box | None:
    """Cells that hold every point within so many metres of a place; None where that is the whole table's work.

    Nowhere has a degree fewer metres than these bounds, so that no point of the circle lies outside of the box.
    """
    up = metres / LATITUDE_M
    farthest = abs(lat) + up
    if farthest >= 89:
        return None
    aside = metres / (LONGITUDE_M * cos(radians(farthest)))
    if lon - aside < -180 or lon + aside > 180:
        return None
    box = Box(_row(lat - up), _row(lat + up), _column(lon - aside), _column(lon + aside))
    return box if box.north - box.south < ROWS_AT_MOST else None
