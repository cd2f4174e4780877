"""Rosters are planned; people come on duty and go: oneself, or a supervisor for others with a reason."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.accounts.scope import scope_of
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import NotFound, Sought
from apps.incidents.refusals import NotAllowed
from apps.incidents.workflow import is_too_late
from apps.inspectors.actions import change_plan, end_shift, plan_shift, start_shift, withdraw_shift
from apps.inspectors.api.filters import ShiftFilter
from apps.inspectors.api.permissions import (
    PlansOrIsOnDuty,
    inspectors_of,
    is_inspector,
    principal_of,
    shifts_of,
    units_of,
)
from apps.inspectors.api.serializers import (
    ChangePlanSerializer,
    EndShiftSerializer,
    PlanShiftSerializer,
    ShiftSerializer,
    StartShiftSerializer,
    WithdrawShiftSerializer,
)
from apps.inspectors.models import Inspector, Shift, Unit
from apps.inspectors.refusals import NeedsReason
from apps.inspectors.shift_querysets import ShiftQuerySet


class _Shifts(Guarded, GenericAPIView):
    permission_classes = [PlansOrIsOnDuty]
    may_read = Can.READ_UNITS
    may_write = Can.PLAN_DUTY
    queryset = Shift.objects.none()
    serializer_class = ShiftSerializer

    def get_queryset(self) -> ShiftQuerySet:
        return shifts_of(self.request.user).shown()

    def given(self, shape: type[Any]) -> dict[str, Any]:
        """What the request says; raises a refusal that names the fields that are wrong."""
        serializer = shape(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def answer(self, shift: Shift, status: int = 200) -> Response:
        """The shift as it is now."""
        return Response(ShiftSerializer(Shift.objects.shown().get(pk=shift.pk)).data, status=status)


def _planner(request: Request) -> None:
    """Nobody plans his or her own duty; raises `NotAllowed`."""
    if not principal_of(request).may(Can.PLAN_DUTY):
        raise NotAllowed


class ShiftListView(_Shifts, ListAPIView):
    """`GET`: shifts in time's order, an inspector's own or those in scope. `POST`: plan one."""

    filterset_class = ShiftFilter

    @extend_schema(
        request=PlanShiftSerializer,
        responses={201: ShiftSerializer, 404: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        _planner(request)
        given = self.given(PlanShiftSerializer)
        inspector, unit = _whom(request, given["inspector"]), _unit(request, given["unit"])
        shift = plan_shift(
            inspector_id=inspector,
            unit_id=unit,
            planned_from=given["planned_from"],
            planned_to=given["planned_to"],
            by=principal_of(request),
            at=now(),
        )
        return self.answer(shift, 201)


class ShiftView(_Shifts, RetrieveAPIView):
    """`GET`: one shift. `PATCH`: another unit or time, while nobody has kept the plan."""

    filter_backends = []

    @extend_schema(request=ChangePlanSerializer, responses={200: ShiftSerializer, 409: ErrorSerializer})
    def patch(self, request: Request, pk: UUID) -> Response:
        _planner(request)
        shift, given = self.get_object(), self.given(ChangePlanSerializer)
        given["unit_id"] = _unit(request, given.pop("unit"))
        return self.answer(change_plan(shift_id=shift.pk, by=principal_of(request), at=now(), **given))


class WithdrawShiftView(_Shifts):
    """`POST`: a plan is taken back, with a reason."""

    filter_backends = []

    @extend_schema(request=WithdrawShiftSerializer, responses={200: ShiftSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        _planner(request)
        shift, reason = self.get_object(), _reason(self.given(WithdrawShiftSerializer)["reason"])
        return self.answer(
            withdraw_shift(shift_id=shift.pk, by=principal_of(request), at=now(), reason=reason)
        )


class StartShiftView(_Shifts):
    """`POST`: somebody comes on duty. What a device had kept while it was offline is marked so."""

    filter_backends = []

    @extend_schema(
        request=StartShiftSerializer,
        responses={200: ShiftSerializer, 404: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        given, at = self.given(StartShiftSerializer), now()
        shift = start_shift(
            inspector_id=_whom(request, given["inspector"]),
            unit_id=_unit(request, given["unit"]) if given["unit"] else None,
            by=principal_of(request),
            at=at,
            stamp_at=given["at"],
            reason=_why(request, given["reason"]),
            is_offline=_is_kept(request, given["at"], at),
        )
        return self.answer(shift)


class EndShiftView(_Shifts):
    """`POST`: somebody goes off duty; the last of a crew takes the unit off duty."""

    filter_backends = []

    @extend_schema(request=EndShiftSerializer, responses={200: ShiftSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        shift, given, at = self.get_object(), self.given(EndShiftSerializer), now()
        ended = end_shift(
            shift_id=shift.pk,
            by=principal_of(request),
            at=at,
            stamp_at=given["at"],
            reason=_why(request, given["reason"]),
            is_offline=_is_kept(request, given["at"], at),
        )
        return self.answer(ended)


def _whom(request: Request, inspector_id: int | None) -> int:
    """The inspector that the caller may speak of; an inspector of himself or herself alone."""
    own = is_inspector(request.user)
    rows = inspectors_of(request.user) if own else Inspector.objects.active().in_scope(scope_of(request.user))
    if inspector_id is not None or not own:
        rows = rows.filter(pk=inspector_id or 0)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(Sought(Inspector, "pk", inspector_id))
    return found


def _unit(request: Request, unit_id: int) -> int:
    """The unit that the caller may name; an inspector one of his or her crews, or of a plan."""
    rows = units_of(request.user).active()
    if rows.filter(pk=unit_id).exists():
        return unit_id
    if is_inspector(request.user) and shifts_of(request.user).waiting().filter(unit=unit_id).exists():
        return unit_id
    raise NotFound(Sought(Unit, "pk", unit_id))


def _why(request: Request, reason: str) -> str:
    return reason if is_inspector(request.user) else _reason(reason)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    return reason


def _is_kept(request: Request, stamp_at: Any, at: Any) -> bool:
    return is_inspector(request.user) and stamp_at is not None and is_too_late(stamp_at, at)
