"""A track for other programs: GPX 1.1 (https://www.topografix.com/GPX/1/1/) and GeoJSON (RFC 7946)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from apps.core.encoding import encode
from apps.inspectors.tracks.shape import Leg

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def as_gpx(name: str, legs: Sequence[Leg]) -> Iterator[bytes]:
    """A track with one segment for each leg."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield b'<gpx version="1.1" creator="SafeCity Portal" xmlns="http://www.topografix.com/GPX/1/1">\n'
    yield f"<trk><name>{escape(name)}</name>\n".encode()
    for leg in legs:
        points = (
            f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}"><time>{moment_of(at)}</time></trkpt>\n'
            for at, lon, lat in zip(leg.at.tolist(), leg.lon.tolist(), leg.lat.tolist(), strict=True)
        )
        yield ("<trkseg>\n" + "".join(points) + "</trkseg>\n").encode()
    yield b"</trk></gpx>\n"


def as_geojson(name: str, legs: Sequence[Leg]) -> Iterator[bytes]:
    """A FeatureCollection: a LineString for each leg (a Point for a single position), `coordTimes` beside it."""
    yield b'{"type":"FeatureCollection","features":['
    for number, leg in enumerate(legs):
        yield (b"," if number else b"") + encode(_feature(name, leg))
    yield b"]}"


def _feature(name: str, leg: Leg) -> dict[str, object]:
    places = [
        [round(lon, 6), round(lat, 6)] for lon, lat in zip(leg.lon.tolist(), leg.lat.tolist(), strict=True)
    ]
    single = len(places) == 1
    geometry = {"type": "Point" if single else "LineString", "coordinates": places[0] if single else places}
    times = [moment_of(at) for at in leg.at.tolist()]
    return {"type": "Feature", "geometry": geometry, "properties": {"name": name, "coordTimes": times}}


def moment_of(micros: int) -> str:
    """Microseconds since 1970 as ISO 8601 in UTC."""
    return (EPOCH + timedelta(microseconds=micros)).isoformat().replace("+00:00", "Z")
