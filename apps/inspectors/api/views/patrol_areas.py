"""Patrol areas: a list without shapes, and one with its shape."""

from django_filters import rest_framework as filters
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.bbox import bbox_of
from apps.inspectors.api.serializers.patrol_areas import PatrolAreaDetailSerializer, PatrolAreaSerializer
from apps.inspectors.models import PatrolArea
from apps.inspectors.models.patrol_areas import PatrolAreaKind
from apps.inspectors.patrol_area_querysets import PatrolAreaQuerySet


class PatrolAreaFilter(filters.FilterSet):
    """`?kind=&region=&district=&bbox=&search=&active=`."""

    kind = filters.ChoiceFilter(choices=PatrolAreaKind.choices)
    region = filters.CharFilter(field_name="region_id")
    district = filters.CharFilter(field_name="district_id")
    bbox = filters.CharFilter(method="in_box")
    search = filters.CharFilter(method="matching")
    active = filters.BooleanFilter(field_name="is_active")

    def in_box(self, rows: PatrolAreaQuerySet, name: str, value: str) -> PatrolAreaQuerySet:
        """Areas that touch the box."""
        return rows.filter(area__intersects=bbox_of(value).polygon)

    def matching(self, rows: PatrolAreaQuerySet, name: str, value: str) -> PatrolAreaQuerySet:
        """Areas whose code or a name holds the text."""
        return rows.matching(value)


class _PatrolAreas(Guarded, GenericAPIView):
    may_read = Can.READ_UNITS
    queryset = PatrolArea.objects.none()

    def get_queryset(self) -> PatrolAreaQuerySet:
        return PatrolArea.objects.in_scope(self.scope)


class PatrolAreaListView(_PatrolAreas, ListAPIView):
    """Patrol areas in scope, by region and code; those that were given up only with `active=false`."""

    serializer_class = PatrolAreaSerializer
    filterset_class = PatrolAreaFilter

    def get_queryset(self) -> PatrolAreaQuerySet:
        rows = super().get_queryset()
        return rows if "active" in self.request.query_params else rows.active()


class PatrolAreaView(_PatrolAreas, RetrieveAPIView):
    """One patrol area with its shape, a GeoJSON MultiPolygon, in `location`."""

    serializer_class = PatrolAreaDetailSerializer
    filter_backends = []
