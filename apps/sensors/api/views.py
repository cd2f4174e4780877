"""Lists of sensors, one sensor, all of them as columns, what one said over time, and readings that come in."""

import gzip
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.authentication import ApiKeyAuthentication
from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.geojson import GeoJSONRenderer
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import InvalidInput
from apps.sensors.actions import store_batches
from apps.sensors.api.batches import read_batch, told
from apps.sensors.api.filters import SensorFilter
from apps.sensors.api.serializers import (
    PeriodSerializer,
    ReadingRowSerializer,
    ReadingsTakenSerializer,
    SensorColumnsSerializer,
    SensorSerializer,
    SeriesSerializer,
)
from apps.sensors.columns import columns_of, version_of
from apps.sensors.models import Sensor
from apps.sensors.querysets import SensorQuerySet
from apps.sensors.series import Period, finest_of, series_of

LONGEST: Final = timedelta(days=3660)


class _Sensors(Guarded, GenericAPIView):
    may_read = Can.READ_SENSORS
    queryset = Sensor.objects.none()
    serializer_class = SensorSerializer

    def get_queryset(self) -> SensorQuerySet:
        return Sensor.objects.in_scope(self.scope).shown()


class SensorListView(_Sensors, ListAPIView):
    """Sensors in scope, by region and code; retired ones only with `retired=true`."""

    filterset_class = SensorFilter
    renderer_classes = [JSONRenderer, GeoJSONRenderer]

    def get_queryset(self) -> SensorQuerySet:
        rows = super().get_queryset()
        return rows if "retired" in self.request.query_params else rows.active()


class SensorView(_Sensors, RetrieveAPIView):
    """One sensor."""

    filter_backends = []


class SensorSeriesView(_Sensors):
    """What a sensor said from `from` to `to`, in at most `points` points."""

    filter_backends = []

    @extend_schema(parameters=[PeriodSerializer], responses=SeriesSerializer)
    def get(self, request: Request, pk: int) -> Response:
        sensor = self.get_object()
        return Response(series_of(sensor, _period(request, sensor)))


def _period(request: Request, sensor: Sensor) -> Period:
    given = PeriodSerializer(data=request.query_params)
    given.is_valid(raise_exception=True)
    told_: dict[str, Any] = given.validated_data
    if not timedelta(0) < told_["to"] - told_["from"] <= LONGEST:
        raise InvalidInput(fields={"to": [_("The end must come after the begin, within ten years.")]})
    start, zone = told_["from"], ZoneInfo(sensor.region.time_zone)
    return Period(start, told_["to"], told_["points"], zone, finest_of(start, at=now()))


class SensorColumnsView(Guarded, APIView):
    """All sensors in scope that are in use, as columns: cached, with an ETag, gzipped for who takes it."""

    may_read = Can.READ_SENSORS

    @extend_schema(responses={200: SensorColumnsSerializer, 304: None})
    def get(self, request: Request) -> HttpResponse:
        unchanged = get_conditional_response(request, etag=_etag(version_of(self.scope)))
        if unchanged is not None and unchanged.status_code == 304:
            return unchanged
        columns = columns_of(self.scope)
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        body = columns.gzipped if packs else gzip.decompress(columns.gzipped)
        response = HttpResponse(body, content_type="application/json")
        if packs:
            response["Content-Encoding"] = "gzip"
        response["ETag"] = _etag(columns.version)
        response["Cache-Control"] = "private, no-cache"
        response["Vary"] = "Accept-Encoding, Cookie, Authorization"
        return response


def _etag(version: str) -> str:
    # Weak: the gzipped and the plain body share it.
    return f'W/"{version}"'


class ReadingsView(Guarded, APIView):
    """Stores what can be stored before it answers; each row that cannot is named with a code.

    The same sensor and time again changes nothing; with another value it is refused as `different_value`.
    """

    authentication_classes = [ApiKeyAuthentication]
    may_read = Can.WRITE_READINGS
    may_write = Can.WRITE_READINGS

    @extend_schema(
        operation_id="readings_create",
        request=ReadingRowSerializer(many=True),
        responses={200: ReadingsTakenSerializer, 413: ErrorSerializer, 503: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        at = now()
        rows = read_batch(request.data, self.scope, at=at)
        return Response(told(store_batches(batches=[rows], at=at)[0]))
