"""A region's past as JSON, for whoever may read tracks; each reading of ways is a row of the audit trail."""

from datetime import datetime
from typing import Any

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import iso
from apps.core.errors import NotFound
from apps.core.readings import Reading, read
from apps.inspectors.api.serializers.tracks import PeriodSerializer
from apps.inspectors.tracks import STEPS_S
from apps.map.playback import LONGEST, Window, film_of, finest_step, incidents_of, units_in
from apps.regions.models import Region

ASKED = [
    OpenApiParameter("region", str, required=True),
    OpenApiParameter("from", OpenApiTypes.DATETIME, required=True),
    OpenApiParameter("to", OpenApiTypes.DATETIME, required=True),
]


class WindowSerializer(PeriodSerializer):
    """`?region=&from=&to=`: at most 24 hours of one region."""

    region = serializers.CharField(max_length=8)

    default_error_messages = {"long": _("At most 24 hours at a time.")}
    longest = LONGEST


class FilmQuerySerializer(WindowSerializer):
    """Also the step, in seconds; the finest that fits when it is left out."""

    step = serializers.ChoiceField(choices=STEPS_S, required=False, default=None, allow_null=True)


class WalkSerializer(serializers.Serializer):
    """A unit: at step `n` of the time it was last heard at `lon`, `lat` (1e-5 degrees).

    `n`, `lon`, `lat` hold differences from the value before, and the first value as it is. `statuses` are pairs of
    seconds since the beginning and what the unit became then; the first may lie before it.
    """

    id = serializers.IntegerField()
    call_sign = serializers.CharField()
    service = serializers.CharField()
    n = serializers.ListField(child=serializers.IntegerField())
    lon = serializers.ListField(child=serializers.IntegerField())
    lat = serializers.ListField(child=serializers.IntegerField())
    statuses = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))


class FilmSerializer(serializers.Serializer):
    """The units of the time. Nobody knows where a unit was between two steps that are more than `gap_s` apart."""

    step_s = serializers.IntegerField()
    gap_s = serializers.IntegerField()
    units = WalkSerializer(many=True)


class HappenedIncidentSerializer(serializers.Serializer):
    """An incident: `steps` and `priorities` are pairs of seconds since the beginning and what it became then."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    type = serializers.CharField()
    title = serializers.CharField()
    is_exercise = serializers.BooleanField()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    steps = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))
    priorities = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class HappenedSerializer(serializers.Serializer):
    """The newest incidents of the time, and how many there are."""

    total = serializers.IntegerField()
    incidents = HappenedIncidentSerializer(many=True)


@method_decorator(gzip_page, name="dispatch")
class _Past(Guarded, APIView):
    may_read = Can.READ_TRACKS
    may_write = Can.READ_TRACKS
    asks: type[WindowSerializer] = WindowSerializer

    def _window(self, request: Request) -> tuple[Window, dict[str, Any]]:
        """The time that is asked for; a region out of scope answers as one that is missing."""
        query = self.asks(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        region = Region.objects.in_scope(self.scope).filter(code=asked["region"]).first()
        if region is None:
            raise NotFound
        return Window(region, asked["from"], asked["to"]), asked


class FilmView(_Past):
    """Where the units of a region were: what a film shows."""

    asks = FilmQuerySerializer

    @extend_schema(
        parameters=[*ASKED, OpenApiParameter("step", int, enum=STEPS_S)],
        responses={200: FilmSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        window, asked = self._window(request)
        units = units_in(window, self.scope)
        finest = finest_step(len(units), window)
        step = asked["step"] or finest
        if step < finest:
            raise serializers.ValidationError({"step": _("This is too much at once.")}, code="too_much")
        told = _period(window.since, window.until)
        reading = Reading(
            "inspectors.unit", ("track",), region=window.region.pk, rows=len(units), detail=told
        )
        read(request._request, reading)
        return Response(film_of(window, units, step))


class HappenedView(_Past):
    """The incidents of a region that were open at some moment of the time, with their changes."""

    @extend_schema(parameters=ASKED, responses={200: HappenedSerializer, 404: ErrorSerializer})
    def get(self, request: Request) -> Response:
        window, _asked = self._window(request)
        return Response(incidents_of(window, self.scope))


def _period(since: datetime, until: datetime) -> dict[str, object]:
    return {"from": iso(since), "until": iso(until)}
