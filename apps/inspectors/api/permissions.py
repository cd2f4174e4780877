"""Operators act on the units of their regions; a crew on its own unit."""

from typing import cast

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.permissions import IsSignedIn, scope_of
from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Can, Role
from apps.inspectors.models import Assignment, Inspector, Shift, Unit
from apps.inspectors.querysets import AssignmentQuerySet, InspectorQuerySet, UnitQuerySet
from apps.inspectors.shift_querysets import ShiftQuerySet

Principal = User | ApiClient


class DispatchesOrBelongs(IsSignedIn):
    """Reads with `units:read`, writes with `units:dispatch`; inspectors for the rows that `mine` leaves them."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        needed = Can.READ_UNITS if request.method in SAFE_METHODS else Can.DISPATCH
        return principal_of(request).may(needed) or is_inspector(request.user)


class PlansOrIsOnDuty(IsSignedIn):
    """Reads with `units:read`, writes with `duty:plan`; inspectors for their own shifts."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        needed = Can.READ_UNITS if request.method in SAFE_METHODS else Can.PLAN_DUTY
        return principal_of(request).may(needed) or is_inspector(request.user)


def principal_of(request: Request) -> Principal:
    """The user or API client who asks; a permission has made sure that it is one."""
    return cast(Principal, request.user)


def is_inspector(who: object) -> bool:
    """Does this user act for his or her own unit alone?"""
    return isinstance(who, User) and who.role == Role.INSPECTOR


def units_of(who: object) -> UnitQuerySet:
    """The units that a caller may act on; who has retired acts on none."""
    if is_inspector(who):
        return Unit.objects.active().filter(crew__in=inspectors_of(who))
    return Unit.objects.in_scope(scope_of(who))


def assignments_of(who: object) -> AssignmentQuerySet:
    """The assignments that a caller may see and move."""
    if is_inspector(who):
        return Assignment.objects.filter(unit__crew__in=inspectors_of(who))
    return Assignment.objects.in_scope(scope_of(who))


def shifts_of(who: object) -> ShiftQuerySet:
    """The shifts that a caller may see; an inspector's own."""
    if is_inspector(who):
        return Shift.objects.filter(inspector__in=inspectors_of(who))
    return Shift.objects.in_scope(scope_of(who))


def inspectors_of(who: object) -> InspectorQuerySet:
    """The caller as somebody who works in the field; who has retired is nobody."""
    return Inspector.objects.active().filter(user=cast(User, who))
