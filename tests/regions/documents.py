"""GeoJSON files with the 14 regions as squares, to be spoiled by tests."""

import json
from typing import Any

from apps.regions.boundaries import CODES


def square(west: float, south: float, size: float = 1.0) -> list[list[list[float]]]:
    """A ring of a square."""
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def fourteen() -> dict[str, Any]:
    """A row of squares in the south-west, west to east by code, each touching the next."""
    features = [
        {
            "type": "Feature",
            "properties": {"iso": code},
            "geometry": {"type": "Polygon", "coordinates": square(56.0 + number, 38.0)},
        }
        for number, code in enumerate(sorted(CODES))
    ]
    return {"type": "FeatureCollection", "features": features}


def of(document: dict[str, Any], code: str) -> dict[str, Any]:
    """The feature of a region."""
    found: dict[str, Any] = next(f for f in document["features"] if f["properties"]["iso"] == code)
    return found


def text(document: Any) -> str:
    return json.dumps(document)
