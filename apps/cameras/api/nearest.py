"""`GET cameras/nearest/`: which cameras stand around a point."""

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
from apps.core.geo import point


class AroundSerializer(serializers.Serializer):
    """A point in degrees, and how many cameras."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    limit = serializers.IntegerField(min_value=1, max_value=50, required=False, default=16)


class CameraAroundSerializer(CameraSerializer):
    """A camera near a point."""

    distance_m = serializers.FloatField()


class CamerasAroundSerializer(serializers.Serializer):
    """Nearest first."""

    results = CameraAroundSerializer(many=True)


class CamerasAroundView(Guarded, APIView):
    """The cameras in scope that are in use and nearest to a point, each with `distance_m`; metres by geography."""

    may_read = Can.READ_CAMERAS

    @extend_schema(parameters=[AroundSerializer], responses=CamerasAroundSerializer)
    def get(self, request: Request) -> Response:
        asked = AroundSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        cameras = Camera.objects.active().in_scope(self.scope)
        near = cameras.nearest_to(point(given["lon"], given["lat"]), limit=given["limit"])
        return Response(
            {"results": [item_of(camera) | {"distance_m": round(camera.distance_m, 1)} for camera in near]}  # type: ignore[attr-defined]
        )
