"""Outages and figures as JSON."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import serializers

from apps.cameras.models import MaintenanceWindow, Outage, OutageCause
from apps.cameras.outages import outage_item
from apps.core.api.fields import MomentField
from apps.core.api.shapes import PointSerializer
from apps.core.clock import iso

SEEN: Final = ("up", "degraded", "down")
# A clock of another system may be a little ahead.
AHEAD: Final = timedelta(minutes=5)
# More cameras than anybody has.
FURTHEST: Final = 100_000_000


class NamedSerializer(serializers.Serializer[Any]):
    """A camera or a node, as an outage names it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class OutageSerializer(serializers.Serializer[Any]):
    """The list item; the live feed sends the same."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    camera = NamedSerializer(allow_null=True)
    node = NamedSerializer(allow_null=True)
    part_of = serializers.UUIDField(allow_null=True)
    location = PointSerializer(allow_null=True)
    cause = serializers.ChoiceField(choices=OutageCause.choices)
    began_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    cameras_count = serializers.IntegerField()
    open = serializers.BooleanField()

    def to_representation(self, instance: Outage) -> dict[str, Any]:
        return outage_item(instance)


class PlannedWorkSerializer(serializers.Serializer[Any]):
    """Work on a camera that goes on or lies ahead: on itself, on its node with all its cameras, or in its region."""

    of = serializers.ChoiceField(choices=("camera", "node", "region"))
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField()

    def to_representation(self, instance: MaintenanceWindow) -> dict[str, Any]:
        return {
            "of": "camera" if instance.camera_id else "node" if instance.node_id else "region",
            "begins_at": iso(instance.begins_at),
            "ends_at": iso(instance.ends_at),
            "reason": instance.reason,
        }


class HealthReportSerializer(serializers.Serializer[Any]):
    """What another system saw of a camera: one observation, which counts as one look of the portal."""

    seen = serializers.ChoiceField(choices=SEEN)
    at = MomentField(required=False)
    detail = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)

    def validate_at(self, value: datetime) -> datetime:
        """No later than now."""
        if value > self.context["now"] + AHEAD:
            raise serializers.ValidationError(_("This time is in the future."), code="in_the_future")
        at: datetime = self.context["now"]
        return min(value, at)


class UpTimeSerializer(serializers.Serializer[Any]):
    """Seconds and counts, and what follows from them; null where there is nothing to divide."""

    cameras = serializers.IntegerField()
    availability = serializers.FloatField(allow_null=True)
    measured_s = serializers.FloatField()
    down_s = serializers.FloatField()
    planned_s = serializers.FloatField()
    failures = serializers.IntegerField()
    repairs = serializers.IntegerField()
    mtbf_s = serializers.FloatField(allow_null=True)
    mttr_s = serializers.FloatField(allow_null=True)


class RegionFiguresSerializer(serializers.Serializer[Any]):
    """The figures of a region."""

    region = serializers.CharField()
    figures = UpTimeSerializer()


class CameraFiguresSerializer(NamedSerializer):
    """The figures of a camera."""

    region = serializers.CharField()
    figures = UpTimeSerializer()


class AvailabilitySerializer(serializers.Serializer[Any]):
    """The figures of a period: of all, of each region, of the least available cameras; and the longest outages."""

    begin = serializers.DateTimeField()
    end = serializers.DateTimeField()
    total = UpTimeSerializer()
    regions = RegionFiguresSerializer(many=True)
    cameras = CameraFiguresSerializer(many=True)
    longest = OutageSerializer(many=True)


class AvailabilityQuestionSerializer(serializers.Serializer[Any]):
    """The period in local days, both counted (30 days until today unless given), and regions."""

    region = serializers.CharField(required=False, help_text="ISO codes, separated by commas")
    limit = serializers.IntegerField(required=False, default=20, min_value=0, max_value=1000)
    offset = serializers.IntegerField(required=False, default=0, min_value=0, max_value=FURTHEST)

    def get_fields(self) -> dict[str, Any]:
        # "from" is a word of Python
        days = {name: serializers.DateField(required=False) for name in ("from", "to")}
        return {**days, **super().get_fields()}
