"""What lists of protected sites may be narrowed by."""

from django_filters import rest_framework as filters

from apps.alarms.api.near import point_of
from apps.alarms.models import SiteKind
from apps.alarms.site_queries import SiteQuerySet


class SiteFilter(filters.FilterSet):
    """`?region=&kind=&search=&at=lon,lat&camera=&sensor=`: those with the point inside, linked to the camera or sensor."""

    region = filters.CharFilter(field_name="region_id")
    kind = filters.MultipleChoiceFilter(choices=SiteKind.choices)
    search = filters.CharFilter(method="matching")
    at = filters.CharFilter(method="holding")
    camera = filters.NumberFilter(method="watched_by")
    sensor = filters.NumberFilter(method="measured_by")

    def matching(self, rows: SiteQuerySet, name: str, value: str) -> SiteQuerySet:
        """Sites whose code, name or address holds the text."""
        return rows.matching(value)

    def holding(self, rows: SiteQuerySet, name: str, value: str) -> SiteQuerySet:
        """Sites with the point inside."""
        return rows.touched_by(point=point_of(value, field="at"))

    def watched_by(self, rows: SiteQuerySet, name: str, value: int) -> SiteQuerySet:
        """Sites that the camera is linked to."""
        return rows.touched_by(camera=int(value))

    def measured_by(self, rows: SiteQuerySet, name: str, value: int) -> SiteQuerySet:
        """Sites that the sensor is linked to."""
        return rows.touched_by(sensor=int(value))
