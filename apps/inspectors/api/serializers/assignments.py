"""Assignments as JSON."""

from typing import Any

from rest_framework import serializers

from apps.core.clock import iso
from apps.inspectors.items import companion_of
from apps.inspectors.models import Assignment, Service
from apps.inspectors.models.assignments import ASSIGNMENT_STATUS_NAMES
from apps.inspectors.workflow import BY_OPERATORS, STAMPS

ASSIGNMENT_STATUSES = [(status.value, name) for status, name in ASSIGNMENT_STATUS_NAMES.items()]


class AssignmentSerializer(serializers.Serializer):
    """A unit sent to an incident, with its stamps."""

    id = serializers.UUIDField()
    assignment = serializers.UUIDField(help_text="The same as `id`, as in the incident's `units`.")
    incident = serializers.UUIDField()
    incident_number = serializers.CharField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    service = serializers.ChoiceField(choices=Service.choices)
    region = serializers.CharField()
    status = serializers.ChoiceField(choices=ASSIGNMENT_STATUSES)
    assigned_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    en_route_at = serializers.DateTimeField(allow_null=True)
    on_scene_at = serializers.DateTimeField(allow_null=True)
    cleared_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    by = serializers.CharField()

    def to_representation(self, instance: Assignment) -> dict[str, Any]:
        names = companion_of(instance)
        return {
            **names,
            "id": str(instance.pk),
            "unit": instance.unit_id,
            "incident": str(instance.incident_id),
            "incident_number": instance.incident.number,
            **{stamp: iso(getattr(instance, stamp)) for stamp in STAMPS.values()},
            "ended_at": iso(instance.ended_at),
            "reason": instance.reason,
            "by": instance.by_name,
        }


class AssignSerializer(serializers.Serializer):
    """Which unit; `pre_empt` takes it from a less urgent incident that it has not reached."""

    unit = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    pre_empt = serializers.BooleanField(required=False, default=False)


class TransitionSerializer(serializers.Serializer):
    """Where to, why, and when if not now."""

    to = serializers.ChoiceField(choices=sorted(status.value for status in BY_OPERATORS))
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)
