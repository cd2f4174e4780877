"""What lists may be narrowed by."""

from typing import Any

from django_filters import rest_framework as filters

from apps.core.api.bbox import bbox_of
from apps.core.api.filters import MomentFilter, many
from apps.incidents import words
from apps.incidents.models import CallOutcome
from apps.incidents.querysets import CallQuerySet, IncidentQuerySet


class IncidentFilter(filters.FilterSet):
    """`status`, `priority` take several values; `reported_before` is exclusive; `search` folds scripts."""

    status = many(words.STATUSES)
    priority = many(words.PRIORITIES)
    open = filters.BooleanFilter(method="by_openness")
    region = filters.CharFilter(field_name="region_id")
    district = filters.CharFilter(field_name="district_id")
    type = filters.CharFilter(field_name="type_id")
    source = filters.CharFilter(field_name="source")
    is_exercise = filters.BooleanFilter(field_name="is_exercise")
    bbox = filters.CharFilter(method="in_box")
    reported_after = MomentFilter(field_name="reported_at", lookup_expr="gte")
    reported_before = MomentFilter(field_name="reported_at", lookup_expr="lt")
    search = filters.CharFilter(method="matching")
    ordering = filters.OrderingFilter(
        fields=["reported_at", "priority", "number", "status", "region", "type", "closed_at"]
    )

    def by_openness(self, rows: IncidentQuerySet, name: str, value: bool) -> IncidentQuerySet:
        """Open ones, or ended ones."""
        return rows.open() if value else rows.ended()

    def in_box(self, rows: IncidentQuerySet, name: str, value: str) -> IncidentQuerySet:
        """Incidents with a point in the box."""
        return rows.filter(location__bboverlaps=bbox_of(value).polygon)

    def matching(self, rows: IncidentQuerySet, name: str, value: str) -> IncidentQuerySet:
        """Incidents whose number is the text, or whose title and address hold its words."""
        return rows.matching(value)

    def filter_queryset(self, queryset: Any) -> Any:
        """A page must not depend on chance: what is equal is ordered by id."""
        rows = super().filter_queryset(queryset)
        return rows.order_by(*(rows.query.order_by or ("-reported_at",)), "-id")


class CallFilter(filters.FilterSet):
    """`rang_before` is exclusive; `open` are those that became nothing yet."""

    region = filters.CharFilter(method="belonging_to")
    incident = filters.UUIDFilter(field_name="incident_id")
    outcome = many(CallOutcome.choices)
    open = filters.BooleanFilter(method="by_openness")
    rang_after = MomentFilter(field_name="rang_at", lookup_expr="gte")
    rang_before = MomentFilter(field_name="rang_at", lookup_expr="lt")

    def belonging_to(self, rows: CallQuerySet, name: str, value: str) -> CallQuerySet:
        """Calls that belong to the region, wherever they rang."""
        return rows.of_regions([value])

    def by_openness(self, rows: CallQuerySet, name: str, value: bool) -> CallQuerySet:
        """Calls that became nothing yet, or the others."""
        return rows.filter(outcome="") if value else rows.exclude(outcome="")
