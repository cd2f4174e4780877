"""Which cameras are near an incident: a question about geometry, asked of two rooms that are strangers."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.cameras.api.serializers import CameraSerializer
from apps.cameras.items import item_of
from apps.cameras.models import Camera
from apps.incidents.api.views.base import INCIDENT_KEY, incident_in_scope
from apps.incidents.models import Incident
from apps.regions.scope import Scope


class LimitSerializer(serializers.Serializer):
    """How many."""

    limit = serializers.IntegerField(min_value=1, max_value=50, required=False, default=4)


class NearCameraSerializer(CameraSerializer):
    """A camera near an incident."""

    distance_m = serializers.FloatField()


class NearestCamerasSerializer(serializers.Serializer):
    """The nearest cameras, nearest first; none where the incident has no point."""

    results = NearCameraSerializer(many=True)


class NearestCamerasView(Guarded, APIView):
    """The cameras in scope that are nearest to the incident, each with `distance_m`; metres by geography."""

    may_read = Can.READ_CAMERAS
    may_write = Can.READ_CAMERAS
    path_help = INCIDENT_KEY

    @extend_schema(parameters=[LimitSerializer], responses=NearestCamerasSerializer)
    def get(self, request: Request, pk: str) -> Response:
        incident = incident_in_scope(pk, self.scope)
        asked = LimitSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response({"results": _near(incident, self.scope, asked.validated_data["limit"])})


def _near(incident: Incident, scope: Scope, limit: int) -> list[dict[str, Any]]:
    if incident.location is None:
        return []
    found = Camera.objects.active().in_scope(scope).nearest_to(incident.location, limit=limit)
    return [item_of(camera) | {"distance_m": round(camera.distance_m, 1)} for camera in found]  # type: ignore[attr-defined]
