"""A track as a map draws it: legs between gaps, stops, and no more points than are seen. Pure."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Moments = NDArray[np.int64]

# No position for longer than this breaks the line: nobody knows how the unit came to where it is heard next.
GAP_S: Final = 300
# A stop: for at least so long it was never farther from where it is a quarter, a half, three quarters of that later.
STOP_S: Final = 180
STOP_M: Final = 60.0
FINEST_M: Final = 4.0
POINTS_AT_MOST: Final = 20_000
METRES_PER_DEGREE: Final = 111_195.0  # of a great circle of the sphere of 6,371,008.8 m (IUGG mean radius)


@dataclass(frozen=True, slots=True)
class Fixes:
    """Positions in the order of time: microseconds since 1970 (UTC), degrees."""

    at: Moments
    lon: Numbers
    lat: Numbers

    def __len__(self) -> int:
        return len(self.at)

    def part(self, chosen: NDArray[np.intp] | slice) -> "Fixes":
        """Those of these places."""
        return Fixes(self.at[chosen], self.lon[chosen], self.lat[chosen])


Leg = Fixes


@dataclass(frozen=True, slots=True)
class Stop:
    """A unit stood here: microseconds since 1970 from and until, degrees of the middle."""

    since: int
    until: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Track:
    """`points` positions drawn as legs; no point of the way lies farther than `tolerance_m` from its leg."""

    points: int
    tolerance_m: float
    legs: list[Leg]
    stops: list[Stop]

    @property
    def shown(self) -> int:
        """How many points the legs have."""
        return sum(map(len, self.legs))


def track_of(
    fixes: Fixes, *, tolerance_m: float | None = None, points_at_most: int = POINTS_AT_MOST
) -> Track:
    """The track of these positions.

    With no tolerance given it is the finest that gives no more than `points_at_most` points, from 4 m on, doubled
    until it does. A stop's begin and end are kept, so that playing the track stands still where the unit did.
    """
    plane = _plane(fixes)
    breaks = _gaps(fixes)
    stops = _stops(fixes, plane, breaks)
    cuts = np.union1d(breaks, np.array([edge for pair in stops for edge in pair], dtype=np.intp))
    wanted = FINEST_M if tolerance_m is None else tolerance_m
    while True:
        kept = _kept(plane, cuts, breaks, wanted)
        if len(kept) <= points_at_most or tolerance_m is not None or wanted > METRES_PER_DEGREE:
            break
        wanted *= 2
    legs = _split(fixes, kept, breaks)
    return Track(len(fixes), wanted, legs, [_stop(fixes, first, last) for first, last in stops])


def legs_of(fixes: Fixes) -> list[Leg]:
    """All positions, with breaks where nothing was heard for long."""
    return _split(fixes, np.arange(len(fixes)), _gaps(fixes))


def _plane(fixes: Fixes) -> Numbers:
    """Metres east and north, true enough over the width of a region for telling how far a line strays."""
    if not len(fixes):
        return np.empty((0, 2))
    north = fixes.lat * METRES_PER_DEGREE
    east = fixes.lon * METRES_PER_DEGREE * np.cos(np.radians(fixes.lat.mean()))
    return np.column_stack([east, north])


def _gaps(fixes: Fixes) -> NDArray[np.intp]:
    """The places of positions that begin a leg; the first of all is one."""
    if not len(fixes):
        return np.empty(0, dtype=np.intp)
    after = np.flatnonzero(np.diff(fixes.at) > GAP_S * 1_000_000) + 1
    return np.concatenate([[0], after]).astype(np.intp)


def _stops(fixes: Fixes, plane: Numbers, breaks: NDArray[np.intp]) -> list[tuple[int, int]]:
    """The first and the last place of each stop."""
    count = len(fixes)
    if count < 2:
        return []
    leg = np.searchsorted(breaks, np.arange(count), side="right")
    stands = np.ones(count, dtype=bool)
    later = np.zeros(count, dtype=np.intp)
    for quarter in (1, 2, 3, 4):
        later = np.searchsorted(fixes.at, fixes.at + quarter * STOP_S * 250_000)
        stands &= later < count
        np.minimum(later, count - 1, out=later)
        stands &= leg[later] == leg
        stands &= np.hypot(*(plane[later] - plane).T) <= STOP_M
    edges = np.flatnonzero(np.diff(np.concatenate([[0], stands.view(np.int8), [0]])))
    return _joined([(int(first), int(later[last - 1])) for first, last in edges.reshape(-1, 2)])


def _joined(stops: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that overlap are one."""
    found: list[tuple[int, int]] = []
    for first, last in stops:
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _stop(fixes: Fixes, first: int, last: int) -> Stop:
    middle = slice(first, last + 1)
    lon, lat = np.median(fixes.lon[middle]), np.median(fixes.lat[middle])
    return Stop(int(fixes.at[first]), int(fixes.at[last]), float(lon), float(lat))


def _kept(
    plane: Numbers, cuts: NDArray[np.intp], breaks: NDArray[np.intp], tolerance_m: float
) -> NDArray[np.intp]:
    """The places that stay, by Douglas and Peucker between two cuts (GEOS); the cuts themselves stay."""
    count = len(plane)
    if not count:
        return np.empty(0, dtype=np.intp)
    ends = np.append(cuts[1:], count - 1)
    starts_leg = np.isin(cuts[1:], breaks)
    # A leg ends before the next begins; a stop's edge belongs to both sides.
    ends[: len(starts_leg)] -= starts_leg
    places = np.arange(count, dtype=np.float64)
    lines: list[Any] = []
    singles: list[int] = []
    for first, last in zip(cuts, ends, strict=True):
        if last > first:
            part = slice(first, last + 1)
            lines.append(shapely.linestrings(np.column_stack([plane[part], places[part]])))
        else:
            singles.append(int(first))
    simple: Any = shapely.simplify(lines, tolerance_m, preserve_topology=False)
    found = shapely.get_coordinates(simple, include_z=True)[:, 2].astype(np.intp)
    return np.unique(np.concatenate([found, np.asarray(singles, dtype=np.intp)]))


def _split(fixes: Fixes, kept: NDArray[np.intp], breaks: NDArray[np.intp]) -> list[Leg]:
    at = np.searchsorted(kept, breaks[1:])
    return [fixes.part(part) for part in np.split(kept, at) if len(part)]
