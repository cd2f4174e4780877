"""What lists of cameras may be narrowed by."""

from django_filters import rest_framework as filters

from apps.cameras.models import CameraKind, CameraStatus
from apps.cameras.querysets import CameraQuerySet
from apps.core.api.bbox import bbox_of


class NumbersFilter(filters.BaseInFilter, filters.NumberFilter):
    """`7,9,12`."""


class CameraFilter(filters.FilterSet):
    """`?id=&region=&district=&kind=&status=&make=&owner=&node=&bbox=&search=&retired=`; `kind`, `status` may be repeated."""

    id = NumbersFilter(field_name="pk", lookup_expr="in")
    region = filters.CharFilter(field_name="region_id")
    district = filters.CharFilter(field_name="district_id")
    kind = filters.MultipleChoiceFilter(choices=CameraKind.choices)
    status = filters.MultipleChoiceFilter(choices=CameraStatus.choices)
    make = filters.CharFilter(lookup_expr="iexact")
    owner = filters.CharFilter(lookup_expr="iexact")
    node = filters.NumberFilter(field_name="node_id")
    bbox = filters.CharFilter(method="in_box")
    search = filters.CharFilter(method="matching")
    retired = filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)

    def in_box(self, rows: CameraQuerySet, name: str, value: str) -> CameraQuerySet:
        """Cameras in the box."""
        return rows.filter(location__bboverlaps=bbox_of(value).polygon)

    def matching(self, rows: CameraQuerySet, name: str, value: str) -> CameraQuerySet:
        """Cameras whose code, name or address holds the text."""
        return rows.matching(value)
