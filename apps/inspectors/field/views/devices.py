"""Tablets and trackers as the centre sees them: which there are, and that one is lost."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.core.clock import iso, now
from apps.core.errors import NotFound, Sought
from apps.inspectors.actions import revoke_device
from apps.inspectors.field.serializers import DeviceSerializer, RevokeSerializer
from apps.inspectors.models import Device


class DeviceListView(Guarded, APIView):
    """The devices of a unit."""

    may_read = Can.READ_UNITS

    @extend_schema(responses=DeviceSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        rows = Device.objects.in_scope(self.scope).filter(unit=pk).order_by("identifier")
        return Response([_item(row) for row in rows.select_related("unit", "tablet__user")])


class RevokeView(Guarded, APIView):
    """`POST`: a device is lost. Its session, its socket and its positions end at once; by supervisors."""

    may_read = Can.READ_UNITS
    may_write = Can.SUPERVISE_INCIDENTS

    @extend_schema(request=RevokeSerializer, responses={200: DeviceSerializer})
    def post(self, request: Request, pk: int) -> Response:
        if not Device.objects.in_scope(self.scope).filter(pk=pk).exists():
            raise NotFound(Sought(Device, "pk", pk))
        given = RevokeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        by = cast(User, request.user)
        revoke_device(device_id=pk, by=by, at=now(), reason=given.validated_data["reason"])
        return Response(_item(Device.objects.select_related("unit", "tablet__user").get(pk=pk)))


def _item(device: Device) -> dict[str, Any]:
    tablet = getattr(device, "tablet", None)
    return {
        "id": device.pk,
        "identifier": device.identifier,
        "unit": device.unit_id,
        "call_sign": device.unit.call_sign,
        "is_revoked": device.is_revoked,
        "is_tablet": tablet is not None,
        "user": tablet.user.actor_name if tablet else "",
        "seen_at": iso(tablet.seen_at) if tablet else None,
    }
