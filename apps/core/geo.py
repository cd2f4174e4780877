"""Geometry conventions: EPSG:4326, lon before lat, metres by geography."""

from typing import Any, Final

import shapely
from django.contrib.gis.geos import GEOSGeometry, Point, Polygon

SRID: Final = 4326


def point(lon: float, lat: float) -> Point:
    """A point in EPSG:4326; degrees. Raises `ValueError` outside of -180..180, -90..90 or for NaN."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("coordinates out of range")
    return Point(lon, lat, srid=SRID)


def from_shape(shape: shapely.Geometry) -> Any:
    """The GEOSGeometry of the same kind in EPSG:4326, as GeoDjango stores it; heights are dropped."""
    return GEOSGeometry(memoryview(shapely.to_wkb(shape, output_dimension=2)), srid=SRID)


def to_shape(value: GEOSGeometry) -> Any:
    """A stored geometry as the shape of the same kind of shapely's."""
    return shapely.from_wkb(bytes(value.wkb))


def lonlat(value: Point | None) -> tuple[float, float] | None:
    """`(lon, lat)` rounded to 1e-6 degrees (11 cm), or None."""
    return None if value is None else (round(value.x, 6), round(value.y, 6))


def as_geojson(value: Point | None) -> dict[str, object] | None:
    """A GeoJSON Point (RFC 7946: lon, lat), or None."""
    pair = lonlat(value)
    return None if pair is None else {"type": "Point", "coordinates": list(pair)}


def rings(value: Polygon) -> list[list[tuple[float, float]]]:
    """The rings of an area as `(lon, lat)` rounded to 1e-6 degrees: the coordinates of a GeoJSON Polygon."""
    return [[(round(lon, 6), round(lat, 6)) for lon, lat, *_ in ring] for ring in value.coords]
