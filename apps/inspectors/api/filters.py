"""What lists of units and inspectors may be narrowed by."""

from django_filters import rest_framework as filters

from apps.core.api.bbox import bbox_of
from apps.inspectors.models import Service
from apps.inspectors.models.units import STATUS_CHOICES
from apps.inspectors.querysets import InspectorQuerySet, UnitQuerySet


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
