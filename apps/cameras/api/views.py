"""Lists of cameras, one camera, and its status."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.cameras.actions import set_camera_status
from apps.cameras.api.filters import CameraFilter
from apps.cameras.api.serializers import CameraSerializer, CameraStatusSerializer
from apps.cameras.models import Camera, CameraStatus
from apps.cameras.querysets import CameraQuerySet
from apps.core.api.geojson import GeoJSONRenderer
from apps.core.clock import now
from apps.regions.scope import Actor


class _Cameras(Guarded, GenericAPIView):
    may_read = Can.READ_CAMERAS
    may_write = Can.WRITE_CAMERAS
    queryset = Camera.objects.none()
    serializer_class = CameraSerializer

    def get_queryset(self) -> CameraQuerySet:
        return Camera.objects.in_scope(self.scope)


class CameraListView(_Cameras, ListAPIView):
    """Cameras in scope, by region and code; retired ones only with `retired=true`."""

    filterset_class = CameraFilter
    renderer_classes = [JSONRenderer, GeoJSONRenderer]

    def get_queryset(self) -> CameraQuerySet:
        rows = super().get_queryset()
        return rows if "retired" in self.request.query_params else rows.active()


class CameraView(_Cameras, RetrieveAPIView):
    """One camera."""

    filter_backends = []


class CameraStatusView(_Cameras):
    """`POST`: what the camera's health is from now on."""

    filter_backends = []

    @extend_schema(request=CameraStatusSerializer, responses=CameraSerializer)
    def post(self, request: Request, pk: int) -> Response:
        camera = self.get_object()
        given = CameraStatusSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        status, reason = CameraStatus(given.validated_data["status"]), given.validated_data["reason"]
        camera = set_camera_status(
            camera_id=camera.pk, status=status, by=cast(Actor, request.user), at=now(), reason=reason
        )
        return Response(CameraSerializer(camera).data)
