"""What lists of sensors may be narrowed by."""

from django_filters import rest_framework as filters

from apps.core.api.bbox import bbox_of
from apps.sensors.querysets import SensorQuerySet
from apps.sensors.words import STATUSES


class SensorFilter(filters.FilterSet):
    """`?region=&district=&kind=&status=&bbox=&search=&retired=`; `status` may be repeated."""

    region = filters.CharFilter(field_name="region_id")
    district = filters.CharFilter(field_name="district_id")
    kind = filters.CharFilter(field_name="kind_id")
    status = filters.MultipleChoiceFilter(field_name="state__status", choices=STATUSES)
    bbox = filters.CharFilter(method="in_box")
    search = filters.CharFilter(method="matching")
    retired = filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)

    def in_box(self, rows: SensorQuerySet, name: str, value: str) -> SensorQuerySet:
        """Sensors in the box."""
        return rows.filter(location__bboverlaps=bbox_of(value).polygon)

    def matching(self, rows: SensorQuerySet, name: str, value: str) -> SensorQuerySet:
        """Sensors whose code, name or address holds the text."""
        return rows.matching(value)
