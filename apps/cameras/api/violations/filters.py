"""What the register of violations may be narrowed by."""

from typing import Any

from django_filters import rest_framework as filters

from apps.cameras.models import ViolationState
from apps.cameras.plates import key_of, written
from apps.cameras.seen import ViolationQuerySet
from apps.core.api.filters import MomentFilter, many


class ViolationFilter(filters.FilterSet):
    """`state` may be repeated; `open` is what is to be decided; `plate` is a whole one, in any writing."""

    state = many(ViolationState.choices)
    open = filters.BooleanFilter(method="by_openness")
    kind = filters.CharFilter(field_name="kind_id")
    camera = filters.NumberFilter(field_name="camera_id", min_value=1, max_value=2**63 - 1)
    region = filters.CharFilter(field_name="region_id")
    plate = filters.CharFilter(method="of_plate")
    vars()["from"] = MomentFilter(field_name="at", lookup_expr="gte")
    to = MomentFilter(field_name="at", lookup_expr="lt")

    def by_openness(self, rows: ViolationQuerySet, name: str, value: Any) -> ViolationQuerySet:
        """Those to be decided, or those that are."""
        return rows.open() if value else rows.decided()

    def of_plate(self, rows: ViolationQuerySet, name: str, value: str) -> ViolationQuerySet:
        """Those of one vehicle."""
        return rows.filter(key=key_of(written(value)))
