"""What lists of outages may be narrowed by."""

from typing import Final

from django_filters import rest_framework as filters

from apps.cameras.models import OutageCause
from apps.cameras.models.outages import OutageQuerySet
from apps.core.api.filters import MomentFilter

BIGGEST: Final = 2**63 - 1


class OutageFilter(filters.FilterSet):
    """`?open=&region=&camera=&node=&cause=&part_of=&began_after=&began_before=`.

    Cameras of a node that is out as a whole are left out, unless a camera or the outage that they are part of is asked
    for.
    """

    open = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")
    region = filters.CharFilter(field_name="region_id")
    camera = filters.NumberFilter(field_name="camera_id", min_value=1, max_value=BIGGEST)
    node = filters.NumberFilter(field_name="node_id", min_value=1, max_value=BIGGEST)
    cause = filters.MultipleChoiceFilter(choices=OutageCause.choices)
    part_of = filters.UUIDFilter(field_name="part_of_id")
    began_after = MomentFilter(field_name="began_at", lookup_expr="gte")
    began_before = MomentFilter(field_name="began_at", lookup_expr="lt")

    def filter_queryset(self, queryset: OutageQuerySet) -> OutageQuerySet:
        rows: OutageQuerySet = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        return rows if asked.get("part_of") or asked.get("camera") else rows.shown()
