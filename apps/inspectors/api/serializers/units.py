"""Units and inspectors as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.api.shapes import PointSerializer
from apps.inspectors.api.serializers.assignments import AssignmentSerializer
from apps.inspectors.items import item_of
from apps.inspectors.models import Assignment, Inspector, Service, Unit
from apps.inspectors.models.units import STATUS_CHOICES
from apps.inspectors.workflow import BY_HAND, UnitStatus


class PersonSerializer(serializers.Serializer):
    """Somebody of a crew."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class UnitSerializer(serializers.Serializer):
    """The list item; the live feed sends the same."""

    id = serializers.IntegerField()
    call_sign = serializers.CharField()
    service = serializers.ChoiceField(choices=Service.choices)
    region = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUS_CHOICES)
    status_changed_at = serializers.DateTimeField(allow_null=True)
    vehicle = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())
    home_beat = serializers.CharField()
    crew = PersonSerializer(many=True)
    location = PointSerializer(allow_null=True)
    position_at = serializers.DateTimeField(allow_null=True)
    heading = serializers.FloatField(allow_null=True)
    speed_mps = serializers.FloatField(allow_null=True)
    sos = serializers.BooleanField(help_text="Somebody of the crew needs help.")
    open = serializers.BooleanField()

    def to_representation(self, instance: Unit) -> dict[str, Any]:
        return item_of(instance)


class UnitDetailSerializer(UnitSerializer):
    """A unit with what it is sent to now."""

    assignments = AssignmentSerializer(many=True)

    def to_representation(self, instance: Unit) -> dict[str, Any]:
        active = Assignment.objects.active().filter(unit=instance).shown()
        return item_of(instance) | {"assignments": AssignmentSerializer(active, many=True).data}


class UnitStatusSerializer(serializers.Serializer):
    """What the unit does from now on."""

    status = serializers.ChoiceField(
        choices=[choice for choice in STATUS_CHOICES if UnitStatus(choice[0]) in BY_HAND]
    )
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)


class UnitNamedSerializer(serializers.Serializer):
    """A unit as its people are told of it."""

    id = serializers.IntegerField()
    call_sign = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUS_CHOICES)


class InspectorSerializer(serializers.ModelSerializer):
    """Somebody who works in the field."""

    name = serializers.CharField(source="full_name", read_only=True)
    region = serializers.CharField(source="region_id", read_only=True)
    units = serializers.SerializerMethodField()

    class Meta:
        model = Inspector
        fields = ("id", "name", "badge", "region", "mahalla", "phone", "units", "retired_at")
        read_only_fields = fields

    @extend_schema_field(UnitNamedSerializer(many=True))
    def get_units(self, inspector: Inspector) -> list[dict[str, Any]]:
        """The units he or she rides with."""
        return [
            {"id": unit.pk, "call_sign": unit.call_sign, "status": unit.status}
            for unit in inspector.units.all()
            if unit.retired_at is None
        ]
