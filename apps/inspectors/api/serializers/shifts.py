"""Shifts as JSON."""

from typing import Any, Final

from rest_framework import serializers

from apps.core.clock import iso, now
from apps.inspectors.models import Shift
from apps.inspectors.shift_rules import ShiftState

LARGEST_ID: Final = 2**63 - 1
STAMPS = ("planned_from", "planned_to", "began_at", "ended_at", "withdrawn_at")


class ShiftSerializer(serializers.Serializer):
    """A turn of duty, planned and as it came; `state` is as of now."""

    id = serializers.UUIDField()
    inspector = serializers.IntegerField()
    name = serializers.CharField()
    badge = serializers.CharField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    region = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in ShiftState])
    planned_from = serializers.DateTimeField(allow_null=True)
    planned_to = serializers.DateTimeField(allow_null=True)
    began_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Shift) -> dict[str, Any]:
        return {
            "id": str(instance.pk),
            "inspector": instance.inspector_id,
            "name": instance.inspector.full_name,
            "badge": instance.inspector.badge,
            "unit": instance.unit_id,
            "call_sign": instance.unit.call_sign,
            "region": instance.inspector.region_id,
            "state": instance.state(now()).value,
            **{stamp: iso(getattr(instance, stamp)) for stamp in STAMPS},
        }


class ChangePlanSerializer(serializers.Serializer):
    """With which unit, and when."""

    unit = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    planned_from = serializers.DateTimeField()
    planned_to = serializers.DateTimeField()


class PlanShiftSerializer(ChangePlanSerializer):
    """Whose duty, with which unit, and when."""

    inspector = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class WithdrawShiftSerializer(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)


class EndShiftSerializer(WithdrawShiftSerializer):
    """When, if not now (a device kept it, or a supervisor corrects), and why: needed for somebody else."""

    at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class StartShiftSerializer(EndShiftSerializer):
    """Who, if not oneself; with which unit, if not the planned or the only one."""

    inspector = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None
    )
    unit = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None
    )
