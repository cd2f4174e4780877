"""Geometry conventions: EPSG:4326, lon before lat, metres by geography."""

from typing import Final

from django.contrib.gis.geos import Point

SRID: Final = 4326


def point(lon: float, lat: float) -> Point:
    """A point in EPSG:4326; degrees. Raises `ValueError` outside of -180..180, -90..90 or for NaN."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("coordinates out of range")
    return Point(lon, lat, srid=SRID)


def lonlat(value: Point | None) -> tuple[float, float] | None:
    """`(lon, lat)` rounded to 1e-6 degrees (11 cm), or None."""
    return None if value is None else (round(value.x, 6), round(value.y, 6))


def as_geojson(value: Point | None) -> dict[str, object] | None:
    """A GeoJSON Point (RFC 7946: lon, lat), or None."""
    pair = lonlat(value)
    return None if pair is None else {"type": "Point", "coordinates": list(pair)}
