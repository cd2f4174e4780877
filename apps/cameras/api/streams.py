"""`POST cameras/{id}/stream/`: where a browser finds the camera's live video, for the next minutes."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.audit import address_of as peer_of
from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.actions import note_viewing
from apps.cameras.models import Camera, ViewingKind
from apps.cameras.querysets import CameraQuerySet
from apps.cameras.streams import NoStreamAddress, NoStreamGateway, address_of, gateway_origin, issue
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now


class StreamSerializer(serializers.Serializer):
    """A stream's address, which holds a token of the viewer; ask again before it ends."""

    url = serializers.CharField()
    protocol = serializers.ChoiceField(choices=["hls"])
    expires_at = serializers.DateTimeField()


class CameraStreamView(Guarded, GenericAPIView):
    """Each call gives a fresh address; the viewing stands in the audit trail before it is answered."""

    may_write = Can.VIEW_VIDEO
    # A kept answer would hold a token that has expired.
    repeats_by_itself = True
    queryset = Camera.objects.none()
    serializer_class = StreamSerializer
    filter_backends = []
    pagination_class = None

    def get_queryset(self) -> CameraQuerySet:
        return Camera.objects.active().in_scope(self.scope)

    @extend_schema(request=None, responses={200: StreamSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: int) -> Response:
        camera = self.get_object()
        if not gateway_origin():
            raise NoStreamGateway
        if not camera.stream_url:
            raise NoStreamAddress
        at, user = now(), cast(User, request.user)
        key = str(request.session.session_key)
        peer = peer_of(request._request)
        granted = issue(camera_id=camera.pk, user=user, session_key=key, at=at, address=peer)
        note_viewing(
            camera_id=camera.pk,
            kind=ViewingKind.STREAM,
            by=user,
            at=at,
            request=request._request,
            address=peer,
        )
        url = address_of(camera.pk, granted.token)
        return Response({"url": url, "protocol": "hls", "expires_at": granted.expires_at})
