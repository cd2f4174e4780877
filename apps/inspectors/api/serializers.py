"""Units, inspectors and assignments as JSON."""

from typing import Any

from rest_framework import serializers

from apps.core.clock import iso
from apps.inspectors.items import companion_of, item_of
from apps.inspectors.models import Assignment, Inspector, Service, Unit
from apps.inspectors.models.assignments import ASSIGNMENT_STATUS_NAMES
from apps.inspectors.models.units import STATUS_CHOICES
from apps.inspectors.workflow import BY_HAND, BY_OPERATORS, STAMPS, UnitStatus

ASSIGNMENT_STATUSES = [(status.value, name) for status, name in ASSIGNMENT_STATUS_NAMES.items()]


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
    location = serializers.DictField(allow_null=True, help_text="GeoJSON Point")
    position_at = serializers.DateTimeField(allow_null=True)
    heading = serializers.FloatField(allow_null=True)
    speed_mps = serializers.FloatField(allow_null=True)
    open = serializers.BooleanField()

    def to_representation(self, instance: Unit) -> dict[str, Any]:
        return item_of(instance)


class AssignmentSerializer(serializers.Serializer):
    """A unit sent to an incident, with its stamps."""

    id = serializers.UUIDField()
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


class UnitDetailSerializer(UnitSerializer):
    """A unit with what it is sent to now."""

    assignments = AssignmentSerializer(many=True)

    def to_representation(self, instance: Unit) -> dict[str, Any]:
        active = Assignment.objects.active().filter(unit=instance).shown()
        return item_of(instance) | {"assignments": AssignmentSerializer(active, many=True).data}


class InspectorSerializer(serializers.ModelSerializer):
    """Somebody who works in the field."""

    name = serializers.CharField(source="full_name")
    region = serializers.CharField(source="region_id")
    units = serializers.SerializerMethodField()

    class Meta:
        model = Inspector
        fields = ("id", "name", "badge", "region", "mahalla", "phone", "units", "retired_at")

    def get_units(self, inspector: Inspector) -> list[dict[str, Any]]:
        """The units he or she rides with."""
        return [
            {"id": unit.pk, "call_sign": unit.call_sign, "status": unit.status}
            for unit in inspector.units.all()
            if unit.retired_at is None
        ]


class AssignSerializer(serializers.Serializer):
    """Which unit; `pre_empt` takes it from a less urgent incident that it has not reached."""

    unit = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    pre_empt = serializers.BooleanField(required=False, default=False)


class TransitionSerializer(serializers.Serializer):
    """Where to, why, and when if not now."""

    to = serializers.ChoiceField(choices=sorted(status.value for status in BY_OPERATORS))
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class UnitStatusSerializer(serializers.Serializer):
    """What the unit does from now on."""

    status = serializers.ChoiceField(
        choices=[choice for choice in STATUS_CHOICES if UnitStatus(choice[0]) in BY_HAND]
    )
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)


class NearestQuerySerializer(serializers.Serializer):
    """How many, and of which service."""

    limit = serializers.IntegerField(min_value=1, max_value=50, required=False, default=5)
    service = serializers.ChoiceField(choices=Service.choices, required=False, default="", allow_blank=True)


class OfferSerializer(UnitSerializer):
    """A unit near an incident."""

    distance_m = serializers.FloatField(allow_null=True)
    position_age_s = serializers.IntegerField(allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())


class AidSerializer(serializers.Serializer):
    """A free unit of another region: no more is told."""

    service = serializers.ChoiceField(choices=Service.choices)
    distance_m = serializers.IntegerField()


class NearestUnitsSerializer(serializers.Serializer):
    """Who can be sent, who cannot and why, and help from across a border."""

    results = OfferSerializer(many=True)
    left_out = OfferSerializer(many=True)
    across_border = AidSerializer(many=True)
    without_position = serializers.IntegerField()


class AskForAidSerializer(serializers.Serializer):
    """Which service is asked for; empty: any."""

    service = serializers.ChoiceField(choices=Service.choices, required=False, default="", allow_blank=True)


class RegionAskedSerializer(serializers.Serializer):
    """The region that sees the incident from now on."""

    region = serializers.CharField()


class PositionRowSerializer(serializers.Serializer):
    """A position of a device: degrees, m/s, metres, percent."""

    device = serializers.CharField()
    at = serializers.DateTimeField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    speed_mps = serializers.FloatField(required=False)
    heading = serializers.FloatField(required=False)
    accuracy_m = serializers.FloatField(required=False)
    battery = serializers.FloatField(required=False)


class RowCodeSerializer(serializers.Serializer):
    """The place of a row in what was sent, and what was the matter with it."""

    index = serializers.IntegerField()
    code = serializers.CharField()


class PositionsTakenSerializer(serializers.Serializer):
    """How many were stored; which were dropped on purpose; which could not be taken."""

    accepted = serializers.IntegerField()
    dropped = RowCodeSerializer(many=True)
    rejected = RowCodeSerializer(many=True)
