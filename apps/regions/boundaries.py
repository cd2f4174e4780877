"""The check of a file with region polygons: GeoJSON in, shapes and every problem out. Pure, by shapely.

The file is a FeatureCollection in EPSG:4326 (RFC 7946) with a Polygon or MultiPolygon for each of the 14 regions;
the property `iso` (or `code`) holds its ISO 3166-2 code.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _

CODES: Final = frozenset(
    f"UZ-{code}"
    for code in ("AN", "BU", "FA", "JI", "NG", "NW", "QA", "QR", "SA", "SI", "SU", "TK", "TO", "XO")
)
CRS_NAMES: Final = frozenset(
    {
        "EPSG:4326",
        "URN:OGC:DEF:CRS:EPSG::4326",
        "URN:OGC:DEF:CRS:OGC:1.3:CRS84",
        "URN:OGC:DEF:CRS:OGC::CRS84",
        "OGC:CRS84",
    }
)
# The country with a margin: outside of it, lon and lat are swapped or the coordinates are metres.
COUNTRY: Final = (54.0, 36.0, 75.0, 47.0)
# Neighbours whose lines were rounded overlap by slivers; a hectare is none.
OVERLAP_KM2: Final = 0.01
EARTH_RADIUS_KM: Final = 6371.0072  # of the sphere with the ellipsoid's surface


@dataclass(slots=True)
class Checked:
    """`shapes` by code; `problems` as sentences in the active language. Any problem forbids the import."""

    shapes: dict[str, shapely.MultiPolygon] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def check(text: str | bytes) -> Checked:
    """Read a file and find all that is wrong with it."""
    features, problems = features_of(text)
    if features is None:
        return Checked(problems=problems)
    checked = Checked(problems=problems)
    for number, feature in enumerate(features, start=1):
        _take(feature, number, checked)
    missing = sorted(CODES - frozenset(map(_code_of, features)))
    if missing:
        checked.problems.append(_("Regions are missing: %(codes)s.") % {"codes": ", ".join(missing)})
    checked.problems += overlaps(checked.shapes)
    return checked


def features_of(text: str | bytes) -> tuple[list[Any] | None, list[str]]:
    """The features of a FeatureCollection and what is wrong with it; None for what is no collection at all."""
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return None, [_("This is no JSON: %(error)s") % {"error": error}]
    if not isinstance(document, Mapping) or document.get("type") != "FeatureCollection":
        return None, [_("This is no GeoJSON FeatureCollection.")]
    return _features(document), list(_problems_of_crs(document.get("crs")))


def area_km2(shape: shapely.Geometry) -> float:
    """The area on the sphere, by the sinusoidal projection, which keeps areas."""
    return float(shapely.area(shapely.transform(shape, _sinusoidal)))


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _sinusoidal(lonlat: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(lonlat).T
    return np.column_stack((EARTH_RADIUS_KM * lon * np.cos(lat), EARTH_RADIUS_KM * lat))


def _features(document: Mapping[str, Any]) -> list[Any]:
    features = document.get("features")
    return features if isinstance(features, list) else []


def _code_of(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    given = properties if isinstance(properties, Mapping) else {}
    return str(given.get("iso") or given.get("code") or "")


def _problems_of_crs(crs: Any) -> Iterator[str]:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = str(properties.get("name", "")) if isinstance(properties, Mapping) else ""
    if name.upper() not in CRS_NAMES:
        yield _("The coordinates are not in EPSG:4326 but in %(crs)s.") % {"crs": name or crs}


def _take(feature: Any, number: int, checked: Checked) -> None:
    """Put a feature's shape, or what is wrong with it, into `checked`."""
    code = _code_of(feature)
    if code not in CODES:
        checked.problems.append(
            _("Feature %(number)s: “%(code)s” is no code of a region.") % {"number": number, "code": code}
        )
        return
    if code in checked.shapes:
        checked.problems.append(_("%(code)s stands in the file twice.") % {"code": code})
        return
    shape = shape_of(feature.get("geometry"))
    if shape is None:
        checked.problems.append(_("%(code)s has no polygon.") % {"code": code})
        return
    checked.shapes[code] = shape
    checked.problems += _problems_of_shape(code, shape)


def shape_of(geometry: Any) -> shapely.MultiPolygon | None:
    """A GeoJSON Polygon or MultiPolygon as a shape, valid or not; None for anything else."""
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.ShapelyError, TypeError, ValueError):
        return None
    if isinstance(shape, shapely.Polygon):
        shape = shapely.MultiPolygon([shape])
    return shape if isinstance(shape, shapely.MultiPolygon) and not shape.is_empty else None


def _problems_of_shape(code: str, shape: shapely.MultiPolygon) -> Iterator[str]:
    if not shape.is_valid:
        yield _("%(code)s is not valid: %(why)s.") % {"code": code, "why": shapely.is_valid_reason(shape)}
    west, south, east, north = shape.bounds
    inside = COUNTRY[0] <= west and COUNTRY[1] <= south and east <= COUNTRY[2] and north <= COUNTRY[3]
    if not inside or not all(map(math.isfinite, shape.bounds)):
        yield _("%(code)s lies outside of the country; are these degrees, longitude first?") % {"code": code}


def overlaps(shapes: Mapping[str, shapely.MultiPolygon]) -> Iterable[str]:
    """Every pair that overlaps, by name and area. Invalid shapes are told apart already."""
    valid = {code: shape for code, shape in sorted(shapes.items()) if shape.is_valid}
    for (one, first), (other, second) in combinations(valid.items(), 2):
        common = area_km2(first.intersection(second)) if first.intersects(second) else 0.0
        if common >= OVERLAP_KM2:
            yield _("%(one)s and %(other)s overlap by %(area).2f km².") % {
                "one": one,
                "other": other,
                "area": common,
            }
