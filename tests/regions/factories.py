"""Regions as squares of one degree, so that a test can say where a point lies."""

import factory
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from factory.django import DjangoModelFactory

from apps.regions.models import District, Place, Region

CORNERS = {"UZ-TK": (69.0, 41.0), "UZ-TO": (70.0, 41.0), "UZ-SA": (66.0, 39.0), "UZ-BU": (64.0, 39.0)}


class RegionFactory(DjangoModelFactory):
    """`RegionFactory(code="UZ-TK")`: a square of one degree whose south-west corner `CORNERS` gives."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "UZ-TK"
    name_uz = factory.LazyAttribute(lambda o: f"{o.code} viloyati")
    name_uz_cyrl = factory.LazyAttribute(lambda o: f"{o.code} вилояти")
    name_ru = factory.LazyAttribute(lambda o: f"{o.code} область")
    name_en = factory.LazyAttribute(lambda o: f"{o.code} Region")

    @factory.lazy_attribute
    def boundary(self) -> MultiPolygon | None:
        if self.code == "UZ":
            return None
        lon, lat = CORNERS[self.code]
        return MultiPolygon(Polygon.from_bbox((lon, lat, lon + 1, lat + 1)), srid=4326)

    @factory.lazy_attribute
    def label_point(self) -> Point | None:
        if self.code == "UZ":
            return None
        lon, lat = CORNERS[self.code]
        return Point(lon + 0.5, lat + 0.5, srid=4326)


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District

    soato = factory.Sequence(lambda n: f"17{n:05d}")
    region = factory.SubFactory(RegionFactory)
    name_uz = "Yunusobod tumani"
    name_uz_cyrl = "Юнусобод тумани"
    name_ru = "Юнусабадский район"
    name_en = "Yunusobod District"


class PlaceFactory(DjangoModelFactory):
    """`PlaceFactory(name_uz="Navoiy", population=10)`: a place in the middle of its region."""

    class Meta:
        model = Place

    geonames_id = factory.Sequence(lambda n: n + 1)
    region = factory.SubFactory(RegionFactory)
    name_uz = factory.Sequence(lambda n: f"Qishloq {n}")
    name_uz_cyrl = ""
    name_ru = ""
    name_en = factory.SelfAttribute("name_uz")
    location = factory.SelfAttribute("region.label_point")
