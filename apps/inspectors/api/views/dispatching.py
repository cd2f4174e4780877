"""Several units sent at once, a unit sent elsewhere, units called off."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import NotFound, Sought
from apps.incidents.api.views.base import INCIDENT_KEY, incident_in_scope, incident_owned
from apps.inspectors.actions import Sent, assign_each, assign_units, reassign_unit, stand_down_units
from apps.inspectors.api.permissions import principal_of
from apps.inspectors.api.serializers import (
    AssignmentSerializer,
    DispatchedSerializer,
    DispatchSerializer,
    ReassignSerializer,
    StandDownSerializer,
)
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.sending import Order
from apps.regions.scope import Scope


class DispatchView(Guarded, APIView):
    """`POST`: send several units in one action.

    With `mode=each` every unit has its own result: who was lost to a colleague is told so, the others go. With
    `mode=all` all of them go, or 409 `not_all_sent` says in `fields.units` which cannot and why.
    """

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH
    path_help = INCIDENT_KEY

    @extend_schema(request=DispatchSerializer, responses={200: DispatchedSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: str) -> Response:
        incident = incident_in_scope(pk, self.scope)
        given = DispatchSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        orders = [Order(row["unit"], row["pre_empt"]) for row in given.validated_data["units"]]
        named = {"incident_id": incident.pk, "by": principal_of(request), "at": now()}
        way = _all if given.validated_data["mode"] == "all" else _each
        sent = way(orders, self.scope, named)
        done = sum(one.assignment is not None for one in sent)
        return Response(DispatchedSerializer({"sent": done, "results": sent}).data)


def _all(orders: list[Order], scope: Scope, named: dict[str, Any]) -> list[Sent]:
    known = _in_scope(orders, scope)
    for order in orders:
        if order.unit_id not in known:
            raise NotFound(Sought(Unit, "pk", order.unit_id))
    assignments = {row.unit_id: row for row in assign_units(orders=orders, **named)}
    return [Sent(order.unit_id, assignments[order.unit_id]) for order in orders]


def _each(orders: list[Order], scope: Scope, named: dict[str, Any]) -> list[Sent]:
    known = _in_scope(orders, scope)
    done = {
        sent.unit_id: sent
        for sent in assign_each(orders=[order for order in orders if order.unit_id in known], **named)
    }
    return [done.get(order.unit_id) or Sent(order.unit_id, refusal=NotFound()) for order in orders]


def _in_scope(orders: list[Order], scope: Scope) -> set[int]:
    asked = [order.unit_id for order in orders]
    return set(Unit.objects.active().in_scope(scope).filter(pk__in=asked).values_list("pk", flat=True))


class StandDownView(Guarded, APIView):
    """`POST`: call off the units that have not arrived, all of them or some; answers those that were."""

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH
    path_help = INCIDENT_KEY

    @extend_schema(
        request=StandDownSerializer, responses={200: AssignmentSerializer(many=True), 409: ErrorSerializer}
    )
    def post(self, request: Request, pk: str) -> Response:
        incident = incident_owned(pk, self.scope)
        given = StandDownSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        chosen = given.validated_data["assignments"]
        called_off = stand_down_units(
            incident_id=incident.pk,
            reason=given.validated_data["reason"],
            by=principal_of(request),
            at=now(),
            only=None if chosen is None else {str(one) for one in chosen},
        )
        return Response(AssignmentSerializer(called_off, many=True).data)


class ReassignView(Guarded, APIView):
    """`POST`: end an assignment and send its unit to another incident, in one step."""

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH

    @extend_schema(request=ReassignSerializer, responses={201: AssignmentSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        held = Assignment.objects.in_scope(self.scope).filter(pk=pk).first()
        if held is None:
            raise NotFound(Sought(Assignment, "pk", pk))
        given = ReassignSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        incident = incident_in_scope(given.validated_data["incident"], self.scope)
        if not Unit.objects.active().in_scope(self.scope).filter(pk=held.unit_id).exists():
            raise NotFound(Sought(Unit, "pk", held.unit_id))
        assignment = reassign_unit(
            assignment_id=pk,
            incident_id=incident.pk,
            reason=given.validated_data["reason"],
            by=principal_of(request),
            at=now(),
        )
        return Response(AssignmentSerializer(assignment).data, status=201)
