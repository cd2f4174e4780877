"""When a patrol area lies inside its region. Pure, by shapely."""

from typing import Final

import shapely

from apps.regions.boundaries import area_km2

# Lines drawn along a border of the region, or rounded by another register, leave it by slivers.
LEAVES_BY_SHARE: Final = 0.01


def lies_inside(area: shapely.Geometry, boundary: shapely.Geometry) -> bool:
    """Does at most a hundredth of a valid `area` lie outside of `boundary`? Both in degrees of EPSG:4326."""
    whole = area_km2(area)
    return whole > 0 and area_km2(shapely.difference(area, boundary)) <= LEAVES_BY_SHARE * whole
