"""New polygons for the regions."""

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict
from apps.core.geo import from_shape, point, to_shape
from apps.regions.boundaries import area_km2
from apps.regions.models import Region


class RegionsMissing(Conflict):
    """There is no row whose polygon could be replaced."""

    code = "regions_missing"
    message = _("Load the reference data first: there is no region %(codes)s.")


@dataclass(frozen=True, slots=True)
class Replacement:
    """What became of one region; areas in km²."""

    code: str
    before_km2: float
    after_km2: float
    is_changed: bool


@transaction.atomic
def replace_boundaries(*, shapes: Mapping[str, shapely.MultiPolygon]) -> list[Replacement]:
    """Store checked polygons by region code; the history keeps the old ones. Raises `RegionsMissing`.

    A label point that no longer lies in its region moves into it. Incidents keep their region.
    """
    regions = {region.code: region for region in Region.objects.select_for_update().filter(code__in=shapes)}
    if missing := sorted(set(shapes) - set(regions)):
        raise RegionsMissing(values={"codes": ", ".join(missing)})
    return [_replace(regions[code], shape) for code, shape in sorted(shapes.items())]


def _replace(region: Region, shape: shapely.MultiPolygon) -> Replacement:
    before = to_shape(region.boundary) if region.boundary else shapely.MultiPolygon()
    is_changed = not shapely.equals_identical(shapely.normalize(before), shapely.normalize(shape))
    if is_changed:
        region.boundary = from_shape(shape)
        label = region.label_point
        if label is None or not shape.covers(shapely.Point(label.x, label.y)):
            inside = shape.representative_point()
            region.label_point = point(inside.x, inside.y)
        region.save(update_fields=["boundary", "label_point"])
    return Replacement(region.code, area_km2(before), area_km2(shape), is_changed)
