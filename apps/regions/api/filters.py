"""The query parameters of lists of districts and places."""

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from apps.regions.models import District, Place
from apps.regions.querysets import PlaceQuerySet


class DistrictFilter(filters.FilterSet):
    """`region` is an ISO code; `search` looks into the names in all four writings."""

    region = filters.CharFilter(field_name="region_id")
    search = filters.CharFilter(method="by_name")

    class Meta:
        model = District
        fields: list[str] = []

    def by_name(self, rows: QuerySet[District], name: str, value: str) -> QuerySet[District]:
        columns = ("name_uz", "name_uz_cyrl", "name_ru", "name_en")
        wanted = Q()
        for column in columns:
            wanted |= Q(**{f"{column}__icontains": value})
        return rows.filter(wanted)


class PlaceFilter(filters.FilterSet):
    """`search` finds a place by any spelling, in Latin or Cyrillic letters, with any apostrophe."""

    region = filters.CharFilter(field_name="region_id")
    search = filters.CharFilter(method="by_spelling")

    class Meta:
        model = Place
        fields: list[str] = []

    def by_spelling(self, rows: PlaceQuerySet, name: str, value: str) -> Any:
        return rows.matching(value)
