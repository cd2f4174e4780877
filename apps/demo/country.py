"""The country as the demo needs it, read from the portal's own tables: the inhabited ground of each region."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from shapely import from_wkb
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from apps.core.encoding import decode
from apps.demo.geography import Ground, Settlement, settlement
from apps.demo.population import POPULATION_K
from apps.regions.models import Place, Region


def grounds() -> dict[str, Ground]:
    """The ground of every region that has a boundary and places, by its code."""
    return {ground.code: ground for ground in _grounds()}


def _grounds() -> Iterator[Ground]:
    for region in Region.objects.bounded().filter(code__in=POPULATION_K).order_by("code"):
        homes = _settlements(region)
        if region.boundary is not None and homes:
            yield Ground(region.code, from_wkb(bytes(region.boundary.wkb)), homes, _lakes())


def _settlements(region: Region) -> list[Settlement]:
    """Its places; GeoNames lists several towns twice, the second time without a population as "... shahri"."""
    rows = Place.objects.filter(region=region).order_by("geonames_id")
    return [
        settlement(
            geonames_id=row.geonames_id,
            name=row.name_uz,
            lon=row.location.x,
            lat=row.location.y,
            population=row.population,
        )
        for row in rows
        if row.population or not row.name_uz.endswith(" shahri")
    ]


@cache
def _lakes() -> tuple[BaseGeometry, ...]:
    path = Path(settings.BASE_DIR) / "fixtures" / "geo" / "lakes.geojson"
    return tuple(shape(feature["geometry"]) for feature in decode(path.read_bytes())["features"])
