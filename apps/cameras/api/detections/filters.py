"""What lists of detections may be narrowed by."""

from django_filters import rest_framework as filters

from apps.core.api.filters import MomentFilter


class DetectionFilter(filters.FilterSet):
    """`from` and `to` are of the beginning, `to` is exclusive; `open` is what is still seen."""

    camera = filters.NumberFilter(field_name="camera_id", min_value=1, max_value=2**63 - 1)
    region = filters.CharFilter(field_name="region_id")
    label = filters.CharFilter(field_name="label")
    source = filters.CharFilter(field_name="source")
    open = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")
    vars()["from"] = MomentFilter(field_name="began_at", lookup_expr="gte")
    to = MomentFilter(field_name="began_at", lookup_expr="lt")
