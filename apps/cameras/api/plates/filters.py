"""What lists of hits and of the watch list may be narrowed by."""

from typing import Any

from django_filters import rest_framework as filters

from apps.cameras.seen import WatchEntryQuerySet
from apps.core.api.filters import MomentFilter
from apps.core.clock import now


class HitFilter(filters.FilterSet):
    """`from` and `to` are of the reading, `to` is exclusive; `watch` is the entry that was met."""

    camera = filters.NumberFilter(field_name="camera_id", min_value=1, max_value=2**63 - 1)
    region = filters.CharFilter(field_name="region_id")
    watch = filters.UUIDFilter(field_name="watch_id")
    vars()["from"] = MomentFilter(field_name="at", lookup_expr="gte")
    to = MomentFilter(field_name="at", lookup_expr="lt")


class WatchFilter(filters.FilterSet):
    """`valid` is what counts now; `listed` is what nobody took off."""

    region = filters.CharFilter(field_name="region_id")
    listed = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")
    valid = filters.BooleanFilter(method="that_count")

    def that_count(self, rows: WatchEntryQuerySet, name: str, value: Any) -> WatchEntryQuerySet:
        """Entries that count at this moment, or do not."""
        valid = rows.model._default_manager.valid(at=now())
        return rows.filter(pk__in=valid) if value else rows.exclude(pk__in=valid)
