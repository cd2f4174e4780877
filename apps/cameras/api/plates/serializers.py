"""Plate readings, hits and the watch list as JSON."""

from typing import Any, Final

from rest_framework import serializers

from apps.cameras.actions import GivenRead, Wanted
from apps.cameras.api.detections.serializers import NamedCameraSerializer, ScoreField
from apps.cameras.api.naming import CameraField
from apps.cameras.api.pictures import PictureField
from apps.cameras.models import Direction, PlateHit, PlateRead, WatchEntry
from apps.cameras.plate_search import MOST
from apps.cameras.sighted import entry_item, hit_item, read_item
from apps.core.api.fields import FiniteField, MomentField
from apps.core.api.shapes import PointSerializer

FASTEST: Final = 500


class VehicleSerializer(serializers.Serializer):
    """What else a camera saw of a vehicle."""

    kind = serializers.CharField(max_length=40, required=False)
    make = serializers.CharField(max_length=40, required=False)
    model = serializers.CharField(max_length=40, required=False)
    colour = serializers.CharField(max_length=40, required=False)


class GivenReadSerializer(serializers.Serializer):
    """A plate as a camera read it. `violation` is the device's word for what the vehicle did, speeds are km/h.

    `picture` is kept only where the reading is a violation.
    """

    camera = CameraField()
    at = MomentField()
    plate = serializers.CharField(max_length=40)
    confidence = ScoreField(required=False, allow_null=True)
    direction = serializers.ChoiceField(
        choices=Direction.choices, required=False, default=Direction.UNKNOWN.value
    )
    speed_kmh = FiniteField(required=False, allow_null=True, min_value=0, max_value=FASTEST)
    limit_kmh = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=FASTEST)
    violation = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    vehicle = VehicleSerializer(required=False, default=dict)
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=40, required=False, allow_blank=True, default=""
    )
    source_ref = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    picture = PictureField(required=False, default=b"")


def given_read(row: dict[str, Any], *, camera_id: int) -> GivenRead:
    """A checked row as the action takes it."""
    return GivenRead(camera_id=camera_id, **{name: value for name, value in row.items() if name != "camera"})


class RejectedRowSerializer(serializers.Serializer):
    """A row that was not taken: its place in the list, and why."""

    index = serializers.IntegerField()
    code = serializers.CharField()


class ReadsTakenSerializer(serializers.Serializer):
    """How many were stored, or were known already; and which were not taken."""

    accepted = serializers.IntegerField()
    rejected = RejectedRowSerializer(many=True)


class PlateReadSerializer(serializers.Serializer):
    """One reading."""

    id = serializers.IntegerField()
    region = serializers.CharField()
    camera = NamedCameraSerializer()
    plate = serializers.CharField()
    at = serializers.DateTimeField()
    confidence = serializers.FloatField(allow_null=True)
    direction = serializers.ChoiceField(choices=Direction.choices)
    speed_kmh = serializers.FloatField(allow_null=True)
    limit_kmh = serializers.IntegerField(allow_null=True)
    vehicle = VehicleSerializer()
    location = PointSerializer()

    def to_representation(self, instance: PlateRead) -> dict[str, Any]:
        return read_item(instance)


class PlatesFoundSerializer(serializers.Serializer):
    """Readings, the newest first; not complete where there are more than `limit`."""

    results = PlateReadSerializer(many=True)
    is_complete = serializers.BooleanField()


class PlateQuestionSerializer(serializers.Serializer):
    """What is searched for, and why. `plate` may be a part of one; ? is one character, * any number of them."""

    reason = serializers.CharField(max_length=250, help_text="Why; kept in the audit trail.")
    plate = serializers.CharField(max_length=24, required=False, allow_blank=True, default="")
    camera = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True)
    region = serializers.CharField(max_length=5, required=False, allow_blank=True, default="")
    bbox = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default="", help_text="west,south,east,north"
    )
    to = MomentField(required=False, allow_null=True)
    limit = serializers.IntegerField(min_value=1, max_value=MOST, required=False, default=100)

    def get_fields(self) -> dict[str, Any]:
        """With `from`, which is no name in Python; seven days before `to`, where it is not given."""
        return super().get_fields() | {"from": MomentField(required=False, allow_null=True)}


class WatchSerializer(serializers.Serializer):
    """The entry that a hit met."""

    id = serializers.UUIDField()
    reason = serializers.CharField()
    priority = serializers.IntegerField()


class PlateHitSerializer(serializers.Serializer):
    """A plate of the watch list was read; the live feed sends the same."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    camera = NamedCameraSerializer()
    plate = serializers.CharField()
    at = serializers.DateTimeField()
    confidence = serializers.FloatField(allow_null=True)
    direction = serializers.ChoiceField(choices=Direction.choices)
    watch = WatchSerializer()
    location = PointSerializer()
    open = serializers.BooleanField()

    def to_representation(self, instance: PlateHit) -> dict[str, Any]:
        return hit_item(instance)


class NamedPersonSerializer(serializers.Serializer):
    """Who did it."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class WatchEntrySerializer(serializers.Serializer):
    """A plate or pattern that is looked for; `region` null is the whole nation."""

    id = serializers.UUIDField()
    plate = serializers.CharField()
    is_pattern = serializers.BooleanField()
    reason = serializers.CharField()
    priority = serializers.IntegerField()
    region = serializers.CharField(allow_null=True)
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    added_by = NamedPersonSerializer()
    added_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = NamedPersonSerializer(allow_null=True)
    end_reason = serializers.CharField()

    def to_representation(self, instance: WatchEntry) -> dict[str, Any]:
        return entry_item(instance)


class WantedSerializer(serializers.Serializer):
    """What shall be looked for, and why; without a region in the whole nation."""

    plate = serializers.CharField(max_length=24)
    reason = serializers.CharField(max_length=250)
    priority = serializers.IntegerField(min_value=1, max_value=4, required=False, default=2)
    region = serializers.CharField(max_length=5, required=False, allow_null=True)
    valid_from = MomentField(required=False, allow_null=True)
    valid_until = MomentField(required=False, allow_null=True)

    def wanted(self) -> Wanted:
        """The checked body as the action takes it."""
        return Wanted(**self.validated_data)


class ReasonSerializer(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=250)
