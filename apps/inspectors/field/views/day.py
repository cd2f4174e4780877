"""The tablet itself, the day that it shows, duty, and the way to a place."""

from typing import cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.models import User
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import Conflict
from apps.inspectors.actions import register_tablet
from apps.inspectors.crews import inspector_of, unit_of
from apps.inspectors.field.day import day_of
from apps.inspectors.field.duty import put_on_duty
from apps.inspectors.field.guard import FieldView, IsInspector
from apps.inspectors.field.route import Leg, route
from apps.inspectors.field.serializers import (
    DaySerializer,
    DutySerializer,
    LegSerializer,
    RouteSerializer,
    TabletSerializer,
)
from apps.inspectors.tablets import COOKIE, COOKIE_AGE_S, digest_of, new_secret, tablet_of


class NoUnit(Conflict):
    """Somebody of no crew has nothing to do on a tablet yet."""

    code = "no_unit"
    message = _("You belong to no unit yet. Your supervisor puts you into one.")


class TabletView(Guarded, APIView):
    """`POST`: this browser is a tablet of the unit of whoever is signed in; 410 for one that was revoked."""

    permission_classes = [IsInspector]

    @extend_schema(
        request=None, responses={200: TabletSerializer, 409: ErrorSerializer, 410: ErrorSerializer}
    )
    def post(self, request: Request) -> Response:
        user = cast(User, request.user)
        unit = unit_of(inspector_of(user))
        if unit is None:
            raise NoUnit
        known, secret = tablet_of(request._request), new_secret()
        tablet = register_tablet(
            tablet_id=known.pk if known else None,
            digest=digest_of(secret),
            unit_id=unit.pk,
            session_key=request._request.session.session_key or "",
            by=user,
            at=now(),
        )
        answer = Response({"identifier": tablet.device.identifier, "call_sign": unit.call_sign})
        if known is None:
            answer.set_cookie(
                COOKIE,
                secret,
                max_age=COOKIE_AGE_S,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return answer


class DayView(FieldView):
    """All that the tablet shows."""

    @extend_schema(responses={200: DaySerializer, 409: ErrorSerializer, 410: ErrorSerializer})
    def get(self, request: Request) -> Response:
        return Response(day_of(cast(User, request.user), self.tablet, at=now()))


class DutyView(FieldView):
    """`POST`: the shift begins or ends; `at` is when it was pressed, up to 24 hours ago."""

    @extend_schema(request=DutySerializer, responses={200: DaySerializer, 409: ErrorSerializer})
    def post(self, request: Request) -> Response:
        given = DutySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user, at = cast(User, request.user), now()
        told = given.validated_data
        put_on_duty(self.tablet, is_on=told["is_on"], by=user, at=at, stamp_at=told["at"])
        self.tablet.device.refresh_from_db()
        return Response(day_of(user, self.tablet, at=at))


class RouteView(FieldView):
    """The way by road, where the portal knows a router; else 404 `no_router`."""

    @extend_schema(
        parameters=[
            OpenApiParameter(name, float, required=True) for name in ("lon", "lat", "to_lon", "to_lat")
        ],
        responses={200: RouteSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        given = LegSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        return Response(route(Leg(**given.validated_data)))
