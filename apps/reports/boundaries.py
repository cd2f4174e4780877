"""The regions as shapes of a small map: simplified together, so that neighbours still share their border."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from apps.regions.models import Region

# Degrees: at 560 pixels for 17 degrees of longitude a pixel is 0.03.
TOLERANCE: Final = 0.03
WIDTH: Final = 1000
# Parallel that keeps its shape: the middle of the country.
LATITUDE: Final = math.radians(41.3)
# What is smaller than this part of its region is left out: islands that no one would see.
SMALLEST_PART: Final = 0.004


@dataclass(frozen=True, slots=True)
class Shape:
    """A region's outline as an SVG path, and where its label stands."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Outline:
    """All shapes in a view box that begins at 0, 0."""

    width: int
    height: int
    shapes: tuple[Shape, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for the page."""
        shapes = [{"code": one.code, "path": one.path, "x": one.x, "y": one.y} for one in self.shapes]
        return {"width": self.width, "height": self.height, "shapes": shapes}


def _polygons(geometry: BaseGeometry) -> list[shapely.Polygon]:
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.area > 0]
    return [part for part in parts if part.area >= SMALLEST_PART * geometry.area]


class _Projection:
    """Equirectangular: lon and lat to the view box."""

    def __init__(self, geometries: list[BaseGeometry]) -> None:
        self.west, south, east, self.north = (float(one) for one in shapely.total_bounds(geometries))
        self.per_degree = WIDTH / ((east - self.west) * math.cos(LATITUDE))
        self.height = math.ceil((self.north - south) * self.per_degree)

    def __call__(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * math.cos(LATITUDE) * self.per_degree
        return round(x, 1), round((self.north - lat) * self.per_degree, 1)

    def path(self, geometry: BaseGeometry) -> str:
        """`M…L…Z` of every ring."""
        rings = [ring for part in _polygons(geometry) for ring in (part.exterior, *part.interiors)]
        return "".join(self._ring(list(ring.coords)[:-1]) for ring in rings)

    def _ring(self, points: list[Any]) -> str:
        return "M" + "L".join("{:g} {:g}".format(*self(lon, lat)) for lon, lat, *_ in points) + "Z"


def _version() -> str:
    table = Region._meta.db_table
    sql = f"SELECT md5(string_agg(code || md5(ST_AsBinary(boundary)), '' ORDER BY code)) FROM {table}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] or ""


@lru_cache(maxsize=2)
def _outline(version: str) -> Outline:
    regions = [region for region in Region.objects.bounded().order_by("code") if region.boundary]
    if not regions:
        return Outline(WIDTH, WIDTH, ())
    whole = [shapely.from_wkb(bytes(region.boundary.wkb)) for region in regions if region.boundary]
    small = shapely.coverage_simplify(whole, TOLERANCE)
    project = _Projection(whole)
    shapes = []
    for region, geometry, full in zip(regions, small, whole, strict=True):
        label = region.label_point or full.representative_point()
        x, y = project(label.x, label.y)
        shapes.append(Shape(region.code, project.path(geometry), x, y))
    return Outline(WIDTH, project.height, tuple(shapes))


def outline() -> Outline:
    """The regions that have a boundary; computed once per process and version of the polygons."""
    return _outline(_version())
