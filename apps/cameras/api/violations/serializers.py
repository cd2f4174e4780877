"""Violations as JSON."""

from typing import Any

from rest_framework import serializers

from apps.cameras.api.detections.serializers import NamedCameraSerializer
from apps.cameras.api.plates.serializers import NamedPersonSerializer
from apps.cameras.decisions import Decision
from apps.cameras.models import Violation, ViolationState
from apps.cameras.register import violation_detail, violation_item
from apps.core.api.shapes import PointSerializer

DECISIONS = [(one.value, one.value) for one in Decision]


class NamedKindSerializer(serializers.Serializer):
    """A kind of violation by its code, and its name in the caller's language."""

    code = serializers.CharField()
    name = serializers.CharField()


class ViolationSerializer(serializers.Serializer):
    """The list item; `open` while it is to be decided."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    kind = NamedKindSerializer()
    camera = NamedCameraSerializer()
    at = serializers.DateTimeField()
    plate = serializers.CharField(allow_null=True)
    speed_kmh = serializers.FloatField(allow_null=True)
    limit_kmh = serializers.IntegerField(allow_null=True)
    facts = serializers.DictField()
    detection = serializers.UUIDField(allow_null=True)
    location = PointSerializer()
    state = serializers.ChoiceField(choices=ViolationState.choices)
    needs_two = serializers.BooleanField()
    decided_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    open = serializers.BooleanField()

    def to_representation(self, instance: Violation) -> dict[str, Any]:
        return violation_item(instance)


class ViolationEntrySerializer(serializers.Serializer):
    """What was decided, by whom and why; `by` null is the system that reported it."""

    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=ViolationState.choices)
    reason = serializers.CharField()
    by = NamedPersonSerializer(allow_null=True)


class ViolationDetailSerializer(ViolationSerializer):
    """One violation with its history; its picture is at `picture/`."""

    has_picture = serializers.BooleanField()
    history = ViolationEntrySerializer(many=True)

    def to_representation(self, instance: Violation) -> dict[str, Any]:
        return violation_detail(instance)


class DecisionSerializer(serializers.Serializer):
    """What a person decides, and why; `version` is the one that he or she has seen."""

    decision = serializers.ChoiceField(choices=DECISIONS)
    reason = serializers.CharField(max_length=500)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False, allow_null=True)
