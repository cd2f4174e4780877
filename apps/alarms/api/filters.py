"""What lists of alarms may be narrowed by."""

from typing import Any

from django_filters import rest_framework as filters

from apps.alarms import words
from apps.alarms.models import AlarmCategory
from apps.alarms.querysets import AlarmQuerySet
from apps.alarms.workflow import State
from apps.core.api.filters import MomentFilter, many


class AlarmFilter(filters.FilterSet):
    """`state`, `priority`, `category` take several values; `raised_before` is exclusive."""

    state = many(words.STATES)
    priority = many(words.PRIORITIES)
    category = many(AlarmCategory.choices, field_name="type__category")
    open = filters.BooleanFilter(method="by_openness")
    region = filters.CharFilter(field_name="region_id")
    district = filters.CharFilter(field_name="district_id")
    type = filters.CharFilter(field_name="type_id")
    source = filters.CharFilter(field_name="source")
    rule = filters.NumberFilter(field_name="rule_id")
    incident = filters.UUIDFilter(field_name="incident_id")
    suppressed_by = filters.UUIDFilter(field_name="suppressed_by_id")
    escalation = filters.NumberFilter(field_name="escalation", lookup_expr="gte")
    is_chattering = filters.BooleanFilter(field_name="is_chattering")
    raised_after = MomentFilter(field_name="raised_at", lookup_expr="gte")
    raised_before = MomentFilter(field_name="raised_at", lookup_expr="lt")
    ordering = filters.OrderingFilter(
        fields=["raised_at", "last_at", "priority", "state", "region", "type", "occurrences", "cleared_at"]
    )

    def by_openness(self, rows: AlarmQuerySet, name: str, value: bool) -> AlarmQuerySet:
        """Open ones, or cleared ones."""
        return rows.open() if value else rows.filter(state=State.CLEARED)

    def filter_queryset(self, queryset: Any) -> Any:
        """A page must not depend on chance: what is equal is ordered by id."""
        rows = super().filter_queryset(queryset)
        return rows.order_by(*(rows.query.order_by or ("-raised_at",)), "-id")
