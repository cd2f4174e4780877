"""Lists of units and inspectors, one of each, and a unit's status."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.geojson import GeoJSONRenderer
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.readings import Reading, read
from apps.inspectors.actions import set_unit_status
from apps.inspectors.api.filters import InspectorFilter, UnitFilter
from apps.inspectors.api.permissions import DispatchesOrBelongs, principal_of, units_of
from apps.inspectors.api.serializers import (
    InspectorSerializer,
    UnitDetailSerializer,
    UnitSerializer,
    UnitStatusSerializer,
)
from apps.inspectors.models import Inspector, Unit
from apps.inspectors.querysets import InspectorQuerySet, UnitQuerySet


class UnitListView(Guarded, ListAPIView):
    """Units in scope, by region and call sign; retired ones only with `retired=true`."""

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH
    queryset = Unit.objects.none()
    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    renderer_classes = [JSONRenderer, GeoJSONRenderer]

    def get_queryset(self) -> UnitQuerySet:
        rows = Unit.objects.in_scope(self.scope).shown()
        return rows if "retired" in self.request.query_params else rows.active()


class UnitView(RetrieveAPIView):
    """One unit, with what it is sent to now."""

    permission_classes = [DispatchesOrBelongs]
    queryset = Unit.objects.none()
    serializer_class = UnitDetailSerializer
    filter_backends = []

    def get_queryset(self) -> UnitQuerySet:
        return units_of(self.request.user).shown()


class UnitStatusView(GenericAPIView):
    """`POST`: what the unit does from now on; by operators of its region and by its own crew."""

    permission_classes = [DispatchesOrBelongs]
    queryset = Unit.objects.none()
    serializer_class = UnitStatusSerializer
    filter_backends = []

    def get_queryset(self) -> UnitQuerySet:
        return units_of(self.request.user)

    @extend_schema(request=UnitStatusSerializer, responses={200: UnitDetailSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: int) -> Response:
        unit = self.get_object()
        given = UnitStatusSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        set_unit_status(unit_id=unit.pk, by=principal_of(request), at=now(), **given.validated_data)
        return Response(UnitDetailSerializer(Unit.objects.shown().get(pk=unit.pk)).data)


class _Inspectors(Guarded, GenericAPIView):
    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH
    queryset = Inspector.objects.none()
    serializer_class = InspectorSerializer

    def get_queryset(self) -> InspectorQuerySet:
        return Inspector.objects.in_scope(self.scope).prefetch_related("units")


class InspectorListView(_Inspectors, ListAPIView):
    """Inspectors in scope, by name; retired ones only with `retired=true`. That phones were read is audited."""

    filterset_class = InspectorFilter

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().list(request, *args, **kwargs)
        phones = sum(bool(row["phone"]) for row in answer.data["results"])
        if phones:
            read(request._request, Reading("inspectors.inspector", ("phone",), rows=phones))
        return answer

    def get_queryset(self) -> InspectorQuerySet:
        rows = super().get_queryset()
        return rows if "retired" in self.request.query_params else rows.active()


class InspectorView(_Inspectors, RetrieveAPIView):
    """One inspector; that the phone was read is audited."""

    filter_backends = []

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().retrieve(request, *args, **kwargs)
        row = answer.data
        if row["phone"]:
            read(request._request, Reading("inspectors.inspector", ("phone",), row["id"], row["region"]))
        return answer
