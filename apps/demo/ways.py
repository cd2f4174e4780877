"""How units move: along the streets of a grid, at a speed, a position every few seconds. Pure."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from apps.demo.streets import METRES_PER_DEGREE, Grid

# Metres per second in town. Above 4 km of a leg roads are faster.
_SPEEDS: Final[dict[str, float]] = {
    "prevention": 7.0,
    "patrol": 11.0,
    "road_patrol": 13.0,
    "guard": 10.0,
    "national_guard": 10.5,
    "fire": 11.5,
    "rescue": 11.5,
    "medical": 12.0,
    "utilities": 8.5,
}
_OTHER_SPEED: Final = 10.0
_WALKING: Final = 1.3
_ROAD_FROM_M: Final = 4_000.0
_ROAD_FACTOR: Final = 1.6
_LONGEST_LEGS: Final = 12


@dataclass(frozen=True, slots=True)
class Fix:
    """A unit at a moment: seconds since it set out, degrees, m/s, degrees clockwise from north."""

    after_s: float
    lon: float
    lat: float
    speed_mps: float
    heading: float


@dataclass(frozen=True, slots=True)
class Way:
    """A line from the first of `points` to the last, and how fast it is travelled."""

    points: tuple[tuple[float, float], ...]
    speed_mps: float

    @property
    def length_m(self) -> float:
        """Metres along the line."""
        return sum(distance_m(a, b) for a, b in pairwise(self.points))

    @property
    def duration_s(self) -> float:
        """Seconds from end to end."""
        return self.length_m / self.speed_mps


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two points (lon, lat), on the plane: good to 1 % within 50 km."""
    east = (b[0] - a[0]) * METRES_PER_DEGREE * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, (b[1] - a[1]) * METRES_PER_DEGREE)


def bearing_deg(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The direction from `a` to `b` (lon, lat), clockwise from north, 0 to 360."""
    east = (b[0] - a[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.degrees(math.atan2(east, b[1] - a[1])) % 360


def around(place: tuple[float, float], *, metres: float, angle: float) -> tuple[float, float]:
    """The point so far from a place (lon, lat), `angle` radians from east towards north."""
    lon, lat = place
    north, east = metres * math.sin(angle), metres * math.cos(angle)
    return lon + east / (METRES_PER_DEGREE * math.cos(math.radians(lat))), lat + north / METRES_PER_DEGREE


def drive(
    rng: random.Random, grid: Grid, start: tuple[float, float], end: tuple[float, float], *, service: str
) -> Way:
    """A way along the grid's streets, at the service's urgent speed."""
    points = _staircase(rng, grid, start, end)
    length = Way(points, 1.0).length_m
    speed = _SPEEDS.get(service, _OTHER_SPEED) * rng.uniform(0.85, 1.15)
    return Way(points, speed * (_ROAD_FACTOR if length > _ROAD_FROM_M else 1.0))


def stroll(
    rng: random.Random, grid: Grid, start: tuple[float, float], end: tuple[float, float], *, service: str
) -> Way:
    """The same way in no hurry: prevention inspectors on foot, others at less than half of their speed."""
    pace = _WALKING if service == "prevention" else _SPEEDS.get(service, _OTHER_SPEED) * 0.45
    return Way(_staircase(rng, grid, start, end), pace * rng.uniform(0.85, 1.15))


def fixes(way: Way, *, every_s: float) -> Iterator[Fix]:
    """Where the unit is each `every_s` seconds, and at last at the end."""
    travelled, corner = 0.0, 0.0
    after = every_s
    for a, b in pairwise(way.points):
        leg, heading = distance_m(a, b), bearing_deg(a, b)
        while after * way.speed_mps < corner + leg:
            travelled = after * way.speed_mps
            part = (travelled - corner) / leg
            lon, lat = a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
            yield Fix(after, lon, lat, way.speed_mps, heading)
            after += every_s
        corner += leg
    last = way.points[-1]
    yield Fix(corner / way.speed_mps, *last, 0.0, bearing_deg(way.points[-2], last))


def _staircase(
    rng: random.Random, grid: Grid, start: tuple[float, float], end: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    """From the start to its crossing, over crossings to the one nearest to the end, and to the end."""
    (up, across), goal = grid.lines_at(*start), grid.lines_at(*end)
    points = [start, grid.crossing(up, across)]
    legs = max(1, min(_LONGEST_LEGS, (abs(goal[0] - up) + abs(goal[1] - across)) // 3))
    for left in range(legs, 0, -1):
        steps = (_part(rng, goal[0] - up, left), _part(rng, goal[1] - across, left))
        if steps[0]:
            up += steps[0]
            points.append(grid.crossing(up, across))
        if steps[1]:
            across += steps[1]
            points.append(grid.crossing(up, across))
    return _without_repeats([*points, end])


def _part(rng: random.Random, remaining: int, legs_left: int) -> int:
    """How many blocks of what remains this leg takes: all of it in the last one."""
    if legs_left == 1:
        return remaining
    return round(remaining / legs_left * rng.uniform(0.3, 1.7))


def _without_repeats(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    kept = [points[0]]
    kept.extend(b for a, b in pairwise(points) if distance_m(a, b) > 0.5)
    return tuple(kept) if len(kept) > 1 else (points[0], points[-1])
