"""A settlement's streets as the demo sees them: two families of lines at right angles, with names. Pure.

There is no street map in the portal. A grid turned by the settlement's own bearing is enough for cameras to
stand at crossings, for calls to come from addresses, and for units to drive as cars do.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

METRES_PER_DEGREE: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Streets `block_m` apart around (`lon`, `lat`), turned clockwise from north by `bearing_deg`."""

    lon: float
    lat: float
    bearing_deg: float
    block_m: float

    def to_metres(self, lon: float, lat: float) -> tuple[float, float]:
        """Metres along the streets that run across, and along those that run up."""
        east = (lon - self.lon) * METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        north = (lat - self.lat) * METRES_PER_DEGREE
        cos, sin = self._turn()
        return east * cos - north * sin, east * sin + north * cos

    def to_lonlat(self, x: float, y: float) -> tuple[float, float]:
        """The point that lies `x` metres across and `y` metres up; the inverse of `to_metres`."""
        cos, sin = self._turn()
        east, north = x * cos + y * sin, -x * sin + y * cos
        lon = self.lon + east / (METRES_PER_DEGREE * math.cos(math.radians(self.lat)))
        return lon, self.lat + north / METRES_PER_DEGREE

    def lines_at(self, lon: float, lat: float) -> tuple[int, int]:
        """The numbers of the upward and of the crosswise street that meet nearest to a point."""
        x, y = self.to_metres(lon, lat)
        return round(x / self.block_m), round(y / self.block_m)

    def crossing(self, up: int, across: int) -> tuple[float, float]:
        """Where two streets meet: lon, lat."""
        return self.to_lonlat(up * self.block_m, across * self.block_m)

    def _turn(self) -> tuple[float, float]:
        angle = math.radians(self.bearing_deg)
        return math.cos(angle), math.sin(angle)


def grid_of(name: str, lon: float, lat: float) -> Grid:
    """The grid of a settlement: always the same for the same name; blocks of 180 to 300 m."""
    mark = crc32(name.encode())
    return Grid(lon=lon, lat=lat, bearing_deg=float(mark % 60 - 30), block_m=float(180 + (mark >> 8) % 121))


def street_name(names: Sequence[str], settlement: str, line: int, *, is_up: bool) -> str:
    """The name of a line of the grid, always the same one; neighbours have different names."""
    start = crc32(settlement.encode()) % len(names)
    # Out of step by half the list: a street rarely shares its name with one that crosses it.
    return names[(start + line * 7 + (0 if is_up else len(names) // 2)) % len(names)]


def house_number(grid: Grid, lon: float, lat: float) -> int:
    """A number that grows along the nearest street by one each 18 m, as houses do."""
    x, y = grid.to_metres(lon, lat)
    return 1 + int(abs(x) + abs(y)) // 18
