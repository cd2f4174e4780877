"""What lists of units and inspectors may be narrowed by."""

from datetime import datetime

from django_filters import rest_framework as filters

from apps.core.api.bbox import bbox_of
from apps.core.api.filters import MomentFilter
from apps.inspectors.models import Service
from apps.inspectors.models.units import STATUS_CHOICES
from apps.inspectors.querysets import InspectorQuerySet, UnitQuerySet
from apps.inspectors.shift_querysets import ShiftQuerySet


class UnitFilter(filters.FilterSet):
    """`?status=&service=&region=&bbox=&search=&retired=`; `status` and `service` may be repeated."""

    status = filters.MultipleChoiceFilter(choices=STATUS_CHOICES)
    service = filters.MultipleChoiceFilter(choices=Service.choices)
    region = filters.CharFilter(field_name="region_id")
    bbox = filters.CharFilter(method="in_box")
    search = filters.CharFilter(method="matching")
    retired = filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)

    def in_box(self, rows: UnitQuerySet, name: str, value: str) -> UnitQuerySet:
        """Units whose newest position is in the box."""
        return rows.on_duty().filter(latest__location__bboverlaps=bbox_of(value).polygon)

    def matching(self, rows: UnitQuerySet, name: str, value: str) -> UnitQuerySet:
        """Units whose call sign, vehicle or home beat holds the text."""
        return rows.matching(value)


class InspectorFilter(filters.FilterSet):
    """`?region=&mahalla=&search=&retired=`."""

    region = filters.CharFilter(field_name="region_id")
    mahalla = filters.CharFilter(lookup_expr="icontains")
    search = filters.CharFilter(method="matching")
    retired = filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)

    def matching(self, rows: InspectorQuerySet, name: str, value: str) -> InspectorQuerySet:
        """Inspectors whose name or badge holds the text."""
        return rows.matching(value)


class ShiftFilter(filters.FilterSet):
    """`?from=&to=&inspector=&unit=&region=&running=`; `from` and `to`: what touches that time."""

    inspector = filters.NumberFilter(field_name="inspector_id", min_value=1, max_value=2**63 - 1)
    unit = filters.NumberFilter(field_name="unit_id", min_value=1, max_value=2**63 - 1)
    region = filters.CharFilter(field_name="inspector__region_id")
    running = filters.BooleanFilter(method="that_run")
    # `from` is a word of Python's own.
    vars()["from"] = MomentFilter(method="from_")
    to = MomentFilter(method="to_")

    def that_run(self, rows: ShiftQuerySet, name: str, value: bool) -> ShiftQuerySet:
        """Shifts by which somebody is on duty, or the others."""
        running = rows.running()
        return running if value else rows.exclude(pk__in=running.values("pk"))

    def from_(self, rows: ShiftQuerySet, name: str, value: datetime) -> ShiftQuerySet:
        """Shifts that end after this, or have not ended."""
        return rows.after(value)

    def to_(self, rows: ShiftQuerySet, name: str, value: datetime) -> ShiftQuerySet:
        """Shifts that begin before this."""
        return rows.before(value)
