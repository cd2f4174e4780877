"""`?bbox=west,south,east,north` in degrees."""

import math
from typing import NamedTuple

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput
from apps.core.geo import SRID


class BBox(NamedTuple):
    """A box of degrees; it does not cross the date line."""

    west: float
    south: float
    east: float
    north: float

    @property
    def polygon(self) -> Polygon:
        """The box as a polygon in EPSG:4326."""
        polygon = Polygon.from_bbox(self)
        polygon.srid = SRID
        return polygon


def bbox_of(text: str) -> BBox:
    """Read a box; raises `InvalidInput` for anything that is none."""
    try:
        box = BBox(*(float(part) for part in text.split(",")))
    except (ValueError, TypeError):
        raise _refused() from None
    if not all(math.isfinite(edge) for edge in box):
        raise _refused()
    if not (-180 <= box.west < box.east <= 180 and -90 <= box.south < box.north <= 90):
        raise _refused()
    return box


def _refused() -> InvalidInput:
    return InvalidInput(fields={"bbox": [_("Four numbers: west,south,east,north in degrees.")]})
