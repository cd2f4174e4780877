"""Several units sent at once, sent elsewhere, or called off, as JSON."""

from typing import Any

from rest_framework import serializers

from apps.inspectors.actions import Sent
from apps.inspectors.api.serializers.assignments import AssignmentSerializer, AssignSerializer

MODES = [("all", "all or none"), ("each", "each with its own result")]
MOST = 50


class DispatchSerializer(serializers.Serializer):
    """Which units, and whether a unit that cannot be sent keeps the others from going."""

    units = serializers.ListField(child=AssignSerializer(), allow_empty=False, max_length=MOST)
    mode = serializers.ChoiceField(choices=MODES, required=False, default="each")

    def validate_units(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A unit named twice is sent once."""
        return list({row["unit"]: row for row in rows}.values())


class SentSerializer(serializers.Serializer):
    """What became of one unit: its assignment, or why it was not sent."""

    unit = serializers.IntegerField()
    assignment = AssignmentSerializer(allow_null=True)
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    fields = serializers.DictField(child=serializers.JSONField())  # type: ignore[assignment]

    def to_representation(self, instance: Sent) -> dict[str, Any]:
        assignment, refusal = instance.assignment, instance.refusal
        return {
            "unit": instance.unit_id,
            "assignment": AssignmentSerializer(assignment).data if assignment else None,
            "code": refusal.code if refusal else "",
            "detail": str(refusal) if refusal else "",
            "fields": refusal.fields if refusal else {},
        }


class DispatchedSerializer(serializers.Serializer):
    """What became of each unit, in the order in which they were named."""

    sent = serializers.IntegerField()
    results = SentSerializer(many=True)


class ReassignSerializer(serializers.Serializer):
    """Where the unit goes instead, and why."""

    incident = serializers.CharField(max_length=60, help_text="The incident's id or its number.")
    reason = serializers.CharField(max_length=200)


class StandDownSerializer(serializers.Serializer):
    """Why, and which assignments; left out: every unit that has not arrived."""

    reason = serializers.CharField(max_length=250)
    assignments = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_null=True, default=None, max_length=200
    )
