"""`GET cameras/{id}/snapshot/`: the picture that a camera shows now, with its age."""

from functools import partial
from typing import cast

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.audit import address_of
from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.actions import note_viewing
from apps.cameras.models import Camera, ViewingKind
from apps.cameras.querysets import CameraQuerySet
from apps.cameras.snapshots import Picture, Target, close_desk, kept_picture, picture_of, target_of
from apps.core.api.errors import body
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import iso, now
from apps.core.encoding import encode
from apps.core.errors import DomainError
from apps.core.later import PUT_OFF, Waited, put_off
from apps.live.reading import at_the_door

PICTURE = OpenApiResponse(
    OpenApiTypes.BINARY,
    description="`Age` says how many seconds ago the picture was taken, `X-Picture-At` when; `ETag` is its content's.",
)


class CameraSnapshotView(Guarded, GenericAPIView):
    """A few seconds old at most, shared by all who look; no thread waits for the camera."""

    may_read = Can.VIEW_VIDEO
    queryset = Camera.objects.none()
    filter_backends = []
    pagination_class = None

    def get_queryset(self) -> CameraQuerySet:
        return Camera.objects.active().in_scope(self.scope)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """Whoever asks for images only gets one; a refusal is JSON all the same."""
        renderer = self.get_renderers()[0]
        return renderer, str(renderer.media_type)

    @extend_schema(
        responses={
            (200, "image/jpeg"): PICTURE,
            (200, "image/png"): PICTURE,
            (200, "image/webp"): PICTURE,
            409: ErrorSerializer,
            502: ErrorSerializer,
            503: ErrorSerializer,
            504: ErrorSerializer,
        }
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        camera = self.get_object()
        look = _Look(camera.pk, request._request)
        if (kept := kept_picture(camera.pk)) is not None:
            return _response(look.shown(kept))
        target = target_of(camera)
        if put_off(request._request, partial(look.wait, target)):
            return Response(status=PUT_OFF)
        return _response(look.shown(async_to_sync(_picture_here)(target)))


class _Look:
    """Somebody looks at a camera: nothing is shown before the viewing is noted."""

    def __init__(self, camera_id: int, request: HttpRequest) -> None:
        self.camera_id = camera_id
        self.request = request
        self.user = cast(User, request.user)
        self.language = translation.get_language()

    def shown(self, picture: Picture) -> Waited:
        """The picture as an answer, once the viewing stands in the database."""
        note_viewing(
            camera_id=self.camera_id,
            kind=ViewingKind.SNAPSHOT,
            by=self.user,
            at=now(),
            request=self.request,
            address=address_of(self.request),
        )
        return Waited(200, _headers(picture), picture.body)

    async def wait(self, target: Target) -> Waited:
        """The same in the event loop; a refusal in the language of whoever looks."""
        try:
            return await at_the_door(self.shown, await picture_of(target))
        except DomainError as refusal:
            with translation.override(self.language):
                told = encode(body(refusal.code, refusal.detail, refusal.fields))
            headers = {"Content-Type": "application/json", "Cache-Control": "private, no-store"}
            return Waited(refusal.status, headers, told)


async def _picture_here(target: Target) -> Picture:
    """Where no event loop serves us: a desk for one picture."""
    try:
        return await picture_of(target)
    finally:
        await close_desk()


def _headers(picture: Picture) -> dict[str, str]:
    return {
        "Content-Type": picture.media_type,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Age": str(max(0, int((now() - picture.at).total_seconds()))),
        "X-Picture-At": iso(picture.at) or "",
        "ETag": f'"{picture.digest}"',
    }


def _response(waited: Waited) -> HttpResponse:
    return HttpResponse(waited.body, status=waited.status, headers=dict(waited.headers))
