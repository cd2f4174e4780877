"""Outages, reports of health, and how much cameras worked."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.cameras.actions import Observation, observe_health
from apps.cameras.api.outages.filters import OutageFilter
from apps.cameras.api.outages.serializers import (
    AvailabilityQuestionSerializer,
    AvailabilitySerializer,
    HealthReportSerializer,
    OutageSerializer,
    PlannedWorkSerializer,
)
from apps.cameras.api.serializers import CameraSerializer
from apps.cameras.availability import Period, by_camera, by_region, longest_outages, total_of
from apps.cameras.models import Camera, MaintenanceWindow, Outage
from apps.cameras.models.outages import OutageQuerySet
from apps.cameras.querysets import CameraQuerySet
from apps.core.clock import TASHKENT, now
from apps.core.errors import InvalidInput
from apps.regions.scope import Actor, Scope

USUAL_DAYS: Final = 30
LONGEST_DAYS: Final = 3700


class _OfCamera(Guarded, GenericAPIView):
    may_read = Can.READ_CAMERAS
    may_write = Can.WRITE_CAMERAS
    queryset = Camera.objects.none()

    def get_queryset(self) -> CameraQuerySet:
        return Camera.objects.in_scope(self.scope)


class CameraHealthView(_OfCamera):
    """`POST`: what another system saw of the camera. One failure is no outage yet; see docs/camera-health.md."""

    filter_backends = []
    serializer_class = HealthReportSerializer

    @extend_schema(request=HealthReportSerializer, responses=CameraSerializer)
    def post(self, request: Request, pk: int) -> Response:
        camera, at = self.get_object(), now()
        given = HealthReportSerializer(data=request.data, context={"now": at})
        given.is_valid(raise_exception=True)
        seen = _observation(camera, given.validated_data, at)
        observe_health(observations=[seen], by=cast(Actor, request.user), at=at)
        return Response(CameraSerializer(self.get_object()).data)


def _observation(camera: Camera, given: dict[str, Any], at: datetime) -> Observation:
    return Observation(
        camera_id=camera.pk,
        is_up=given["seen"] != "down",
        at=given.get("at", at),
        detail=given["detail"],
        is_degraded=given["seen"] == "degraded",
    )


class _Outages(Guarded, ListAPIView):
    may_read = Can.READ_CAMERAS
    may_write = Can.WRITE_CAMERAS
    queryset = Outage.objects.none()
    serializer_class = OutageSerializer

    def get_queryset(self) -> OutageQuerySet:
        return Outage.objects.in_scope(self.scope).select_related("camera", "node")


class OutageListView(_Outages):
    """Outages in scope, the newest first: of cameras, and of network nodes with the number of their cameras."""

    filterset_class = OutageFilter


class CameraOutagesView(_OfCamera, ListAPIView):
    """The outages of one camera, the newest first."""

    filter_backends = []
    serializer_class = OutageSerializer

    @extend_schema(responses=OutageSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        rows = self.get_object().outages.select_related("camera", "node")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(OutageSerializer(page, many=True).data)


class CameraMaintenanceView(_OfCamera, ListAPIView):
    """Planned work on one camera that goes on or lies ahead, what begins first before."""

    filter_backends = []
    serializer_class = PlannedWorkSerializer

    @extend_schema(responses=PlannedWorkSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        page = self.paginate_queryset(MaintenanceWindow.objects.of([self.get_object()]).ahead(now()))
        return self.get_paginated_response(PlannedWorkSerializer(page, many=True).data)


class AvailabilityView(Guarded, APIView):
    """How much cameras worked: per region, the least available cameras, and the longest outages."""

    may_read = Can.READ_CAMERAS
    may_write = Can.WRITE_CAMERAS

    @extend_schema(parameters=[AvailabilityQuestionSerializer], responses=AvailabilitySerializer)
    def get(self, request: Request) -> Response:
        given = AvailabilityQuestionSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        scope = _narrowed(self.scope, asked.get("region", ""))
        period = period_of(asked.get("from"), asked.get("to"), at=now())
        regions = by_region(scope, period)
        answer = {
            "begin": period.begin,
            "end": period.end,
            "total": total_of(list(regions.values())),
            "regions": [{"region": code, "figures": figures} for code, figures in sorted(regions.items())],
            "cameras": by_camera(scope, period, limit=asked["limit"], offset=asked["offset"]),
            "longest": longest_outages(scope, period),
        }
        return Response(AvailabilitySerializer(answer).data)


def _narrowed(scope: Scope, region: str) -> Scope:
    codes = frozenset(word.strip() for word in region.split(",") if word.strip())
    return scope.narrowed_to(codes) if codes else scope


def period_of(first: date | None, last: date | None, *, at: datetime) -> Period:
    """Local days, both counted, as far as they are over; raises `InvalidInput`."""
    last = last or at.astimezone(TASHKENT).date()
    is_told = 2000 <= last.year <= at.year + 1
    first = first or (last - timedelta(days=USUAL_DAYS - 1) if is_told else last)
    if not is_told or first.year < 2000 or not 0 <= (last - first).days <= LONGEST_DAYS:
        raise InvalidInput(fields={"to": [_("This is no period of local days.")]})
    begin, end = (datetime.combine(day, time(), TASHKENT) for day in (first, last + timedelta(days=1)))
    return Period(begin, end).until(at)
