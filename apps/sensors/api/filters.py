"""What lists of sensors may be narrowed by."""

from django.utils import timezone
from django_filters import rest_framework as filters

from apps.core.api.bbox import bbox_of
from apps.core.clock import now
from apps.sensors.querysets import SensorQuerySet
from apps.sensors.words import STATUSES


class SensorFilter(filters.FilterSet):
    """`?region=&district=&kind=&status=&bbox=&search=&calibration_overdue=&retired=`; `status` may be repeated."""

    region = filters.CharFilter(field_name="region_id")
    district = filters.CharFilter(field_name="district_id")
    kind = filters.CharFilter(field_name="kind_id")
    status = filters.MultipleChoiceFilter(field_name="state__status", choices=STATUSES)
    bbox = filters.CharFilter(method="in_box")
    search = filters.CharFilter(method="matching")
    calibration_overdue = filters.BooleanFilter(method="overdue")
    retired = filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)

    def in_box(self, rows: SensorQuerySet, name: str, value: str) -> SensorQuerySet:
        """Sensors in the box."""
        return rows.filter(location__bboverlaps=bbox_of(value).polygon)

    def overdue(self, rows: SensorQuerySet, name: str, value: bool) -> SensorQuerySet:
        """Sensors whose calibration is overdue, or those whose is not."""
        late = rows.calibration_overdue(timezone.localdate(now()))
        return late if value else rows.exclude(pk__in=late.values("pk"))

    def matching(self, rows: SensorQuerySet, name: str, value: str) -> SensorQuerySet:
        """Sensors whose code, name or address holds the text."""
        return rows.matching(value)
