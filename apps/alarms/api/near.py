"""A point in a query: `?near=lon,lat` in degrees."""

import math

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput
from apps.core.geo import point


def point_of(text: str, *, field: str) -> Point:
    """Read `lon,lat`; raises `InvalidInput` for anything that is no point."""
    try:
        lon, lat = (float(part) for part in text.split(","))
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise ValueError
        return point(lon, lat)
    except ValueError:
        raise InvalidInput(fields={field: [_("Two numbers: lon,lat in degrees.")]}) from None
