"""SOS and signs of life: the tablet's side, and the centre's."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import iso, now
from apps.core.errors import NotFound, Sought
from apps.inspectors.actions import answer_life_check, end_sos, raise_sos
from apps.inspectors.api.permissions import principal_of
from apps.inspectors.crews import inspector_of
from apps.inspectors.field.guard import FieldView
from apps.inspectors.field.serializers import (
    EndSosSerializer,
    LifeCheckSerializer,
    OpenSosSerializer,
    PressSerializer,
    SosSerializer,
    StampSerializer,
)
from apps.inspectors.models import LifeCheck, Sos, Unit
from apps.inspectors.safety import life_item, life_rows, point_of, sos_item, sos_rows
from apps.regions.scope import Scope

NEAREST = 3


class PressView(FieldView):
    """`POST`: the SOS button. Pressed again it opens no second call."""

    @extend_schema(request=PressSerializer, responses={201: SosSerializer, 410: ErrorSerializer})
    def post(self, request: Request) -> Response:
        given = PressSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user = cast(User, request.user)
        sos = raise_sos(
            unit_id=self.tablet.device.unit_id,
            inspector=inspector_of(user),
            device=self.tablet.device.identifier,
            location=given.validated_data["location"],
            by=user,
            at=now(),
            stamp_at=given.validated_data["at"],
        )
        return Response(sos_item(sos_rows().get(pk=sos.pk)), status=201)


class AnswerView(FieldView):
    """`POST`: “I am all right”."""

    @extend_schema(request=StampSerializer, responses={200: LifeCheckSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        mine = LifeCheck.objects.filter(pk=pk, unit__crew__user=cast(User, request.user))
        if not mine.exists():
            raise NotFound
        check = answer_life_check(check_id=pk, by=cast(User, request.user), at=now())
        return Response(life_item(life_rows().get(pk=check.pk)))


class SosListView(Guarded, APIView):
    """Every call for help in scope that has not ended, with where the unit is now and the nearest others."""

    may_read = Can.READ_UNITS

    @extend_schema(responses=OpenSosSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = sos_rows().select_related("unit__latest").filter(ended_at=None).order_by("raised_at", "pk")
        mine = rows if self.scope.is_national else rows.filter(region__in=self.scope.codes)
        return Response([_now(sos, self.scope) for sos in mine])


def _now(sos: Sos, scope: Scope) -> dict[str, Any]:
    latest = sos.unit.latest_position if sos.unit else None
    here = latest.location if latest else sos.location
    return sos_item(sos) | {
        "live_location": point_of(here),
        "position_at": iso(latest.at) if latest else None,
        "nearest": _others(sos, here, scope) if here else [],
    }


def _others(sos: Sos, here: Any, scope: Scope) -> list[dict[str, Any]]:
    rows = Unit.objects.active().in_scope(scope).on_duty().exclude(pk=sos.unit_id or 0)
    return [
        {
            "id": unit.pk,
            "call_sign": unit.call_sign,
            "service": unit.service,
            "status": unit.status,
            "distance_m": round(unit.distance_m, 1),  # type: ignore[attr-defined]
        }
        for unit in rows.nearest_to(here, limit=NEAREST)
    ]


class EndSosView(Guarded, APIView):
    """`POST`: it is over, and why; the officer cannot say so alone."""

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH

    @extend_schema(request=EndSosSerializer, responses={200: SosSerializer, 404: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        found = Sos.objects.filter(pk=pk).first()
        if found is None or not self.scope.covers(found.region_id):
            raise NotFound(Sought(Sos, "pk", pk))
        given = EndSosSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        end_sos(sos_id=pk, by=principal_of(request), at=now(), reason=given.validated_data["reason"])
        return Response(sos_item(sos_rows().get(pk=pk)))
