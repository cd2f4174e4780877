"""Protected sites."""

from typing import Any

import factory
from django.contrib.gis.geos import Polygon
from factory.django import DjangoModelFactory

from apps.alarms.models import Site, SiteContact, SiteKind
from apps.core.geo import SRID
from tests.regions.factories import RegionFactory


def square(lon: float, lat: float, half: float = 0.005) -> Polygon:
    """An area around a point; `half` of its side in degrees."""
    return Polygon.from_bbox((lon - half, lat - half, lon + half, lat + half))


def _perimeter(lonlat: Any) -> Polygon:
    area = square(*lonlat)
    area.srid = SRID
    return area


class SiteFactory(DjangoModelFactory):
    """`SiteFactory(region__code="UZ-TO", lonlat=(70.5, 41.5))`: a square of some 900 m."""

    class Meta:
        model = Site

    class Params:
        lonlat: Any = (69.25, 41.31)

    code = factory.Sequence(lambda n: f"S-{n:04d}")
    name = "Suv omborining toʻgʻoni"
    kind = SiteKind.WATER
    region = factory.SubFactory(RegionFactory)
    perimeter = factory.LazyAttribute(lambda o: _perimeter(o.lonlat))


class SiteContactFactory(DjangoModelFactory):
    """Whom to call."""

    class Meta:
        model = SiteContact

    site = factory.SubFactory(SiteFactory)
    name = "Nodira Aliyeva"
    post = "duty engineer"
    phone = "+998901234567"
