"""Where things are: around settlements, denser in the middle, inside the region, out of the water. Pure."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shapely import Point, prepare
from shapely.geometry.base import BaseGeometry

from apps.demo.streets import Grid, grid_of

_UNKNOWN_POPULATION: Final = 6_000
_TRIES: Final = 40
_COUNTRYSIDE_SCALE_M: Final = 2_600.0
# GeoNames puts Toshkent's point at its south-western edge; the city lies around Amir Temur Square.
_MIDDLES: Final[dict[int, tuple[float, float]]] = {1512569: (69.2797, 41.3111)}


@dataclass(frozen=True, slots=True)
class Settlement:
    """A populated place: its middle, how many people, and its streets."""

    name: str
    lon: float
    lat: float
    population: int
    grid: Grid

    @property
    def scale_m(self) -> float:
        """How fast the density falls: by e at each `scale_m`; the mean distance is twice that."""
        return float(450.0 * (self.population / 10_000) ** 0.36)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in or near a settlement."""

    lon: float
    lat: float
    settlement: Settlement


def settlement(*, geonames_id: int, name: str, lon: float, lat: float, population: int) -> Settlement:
    """A settlement from a row of places; `population` 0 means unknown."""
    lon, lat = _MIDDLES.get(geonames_id, (lon, lat))
    return Settlement(name, lon, lat, population or _UNKNOWN_POPULATION, grid_of(name, lon, lat))


class Ground:
    """The inhabited ground of one region. Degrees, EPSG:4326."""

    def __init__(
        self,
        code: str,
        boundary: BaseGeometry,
        settlements: Iterable[Settlement],
        water: Sequence[BaseGeometry],
    ) -> None:
        self.code = code
        self._boundary = boundary
        prepare(self._boundary)
        self._water = [lake for lake in water if lake.intersects(boundary)]
        self.settlements = [each for each in settlements if _reaches(each, boundary)]
        self._weights = [float(each.population) for each in self.settlements]

    def holds(self, lon: float, lat: float) -> bool:
        """Is the point inside the region and on dry land?"""
        point = Point(lon, lat)
        return bool(self._boundary.contains(point)) and not any(lake.contains(point) for lake in self._water)

    def nearest(self, lon: float, lat: float) -> Settlement:
        """The settlement whose middle is nearest: its streets are the ones around here."""
        return min(self.settlements, key=lambda home: (home.lon - lon) ** 2 + (home.lat - lat) ** 2)

    def spot(self, rng: random.Random, *, countryside: float) -> Spot:
        """A random point by population; a share of `countryside` (0 to 1) lies in the villages around."""
        while True:
            home = rng.choices(self.settlements, self._weights)[0]
            scale = _COUNTRYSIDE_SCALE_M + home.scale_m if rng.random() < countryside else home.scale_m
            found = self.near(rng, home, scale)
            if found is not None:
                return found

    def near(self, rng: random.Random, home: Settlement, scale_m: float) -> Spot | None:
        """A point around `home`, by a density that falls by e each `scale_m`; None if all tries miss."""
        for _ in range(_TRIES):
            # In the plane, a density of exp(-r/s) means that the distance is gamma-distributed with shape 2.
            distance, angle = rng.gammavariate(2.0, scale_m), rng.uniform(0, 360)
            lon, lat = polar(home.lon, home.lat, distance, angle)
            if self.holds(lon, lat):
                return Spot(lon, lat, home)
        return None


def polar(lon: float, lat: float, distance_m: float, bearing_deg: float) -> tuple[float, float]:
    """The point so far from (`lon`, `lat`), clockwise from north; on the plane, good to 1 % within 50 km."""
    return Grid(lon, lat, bearing_deg, 1.0).to_lonlat(0.0, distance_m)


def _reaches(home: Settlement, boundary: BaseGeometry) -> bool:
    """Does part of the settlement lie in the region? The lines are good to 1-3 km."""
    return bool(boundary.distance(Point(home.lon, home.lat)) * 100_000 <= 2 * home.scale_m)
