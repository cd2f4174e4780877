"""What lists of protected sites may be narrowed by."""

from django_filters import rest_framework as filters

from apps.alarms.api.near import point_of
from apps.alarms.models import SiteKind
from apps.alarms.site_queries import SiteQuerySet


class SiteFilter(filters.FilterSet):
    """`?region=&kind=&search=&at=lon,lat&camera=`; `at` and `camera`: those that are touched by either."""

    region = filters.CharFilter(field_name="region_id")
    kind = filters.MultipleChoiceFilter(choices=SiteKind.choices)
    search = filters.CharFilter(method="matching")
    at = filters.CharFilter(method="holding")
    camera = filters.NumberFilter(method="watched_by")

    def matching(self, rows: SiteQuerySet, name: str, value: str) -> SiteQuerySet:
        """Sites whose code, name or address holds the text."""
        return rows.matching(value)

    def holding(self, rows: SiteQuerySet, name: str, value: str) -> SiteQuerySet:
        """Sites with the point inside."""
        return rows.touched_by(point=point_of(value, field="at"))

    def watched_by(self, rows: SiteQuerySet, name: str, value: int) -> SiteQuerySet:
        """Sites that the camera is linked to, or stands in."""
        return rows.touched_by(camera=int(value))
