"""Detections as JSON."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.cameras.actions import Sighting
from apps.cameras.api.naming import CameraField
from apps.cameras.api.pictures import PictureField
from apps.cameras.models import Detection
from apps.cameras.sighted import detection_item
from apps.core.api.fields import FiniteField, MomentField, PointField
from apps.core.api.shapes import PointSerializer

# A clock that is farther ahead is broken, and its message would stand before all true ones.
AHEAD_AT_MOST: Final = timedelta(minutes=5)


class NamedCameraSerializer(serializers.Serializer):
    """A camera as other objects name it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class DetectionSerializer(serializers.Serializer):
    """The list item; the live feed sends the same."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    camera = NamedCameraSerializer(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    source_ref = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sub_label = serializers.CharField(allow_null=True)
    sub_score = serializers.FloatField(allow_null=True)
    score = serializers.FloatField(allow_null=True)
    zones = serializers.ListField(child=serializers.CharField())
    location = PointSerializer(allow_null=True)
    began_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    open = serializers.BooleanField()

    def to_representation(self, instance: Detection) -> dict[str, Any]:
        return detection_item(instance)


class ScoreField(FiniteField):
    """From 0 to 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=1, **kwargs)


class SightingSerializer(serializers.Serializer):
    """One message about one thing that a source follows: its whole state at `at` (now, where it is not given).

    `camera` is its number or its code; `began_at` is `at` where it is not given; `ended_at` says that it is seen no more.
    `picture` is kept only where it is a violation.
    """

    camera = CameraField()
    source = serializers.CharField(max_length=40)  # type: ignore[assignment]
    source_ref = serializers.CharField(max_length=120)
    label = serializers.CharField(max_length=60)  # type: ignore[assignment]
    sub_label = serializers.CharField(max_length=120, required=False, allow_null=True, allow_blank=True)
    sub_score = ScoreField(required=False, allow_null=True)
    score = ScoreField(required=False, allow_null=True)
    zones = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=50, required=False, default=list
    )
    location = PointField(required=False, allow_null=True)
    at = MomentField(required=False, allow_null=True)
    began_at = MomentField(required=False, allow_null=True)
    ended_at = MomentField(required=False, allow_null=True)
    picture = PictureField(required=False, default=b"")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        latest = self.context["now"] + AHEAD_AT_MOST
        for name in ("at", "began_at", "ended_at"):
            if attrs.get(name) is not None and attrs[name] > latest:
                raise serializers.ValidationError({name: _("This time lies ahead.")}, code="in_future")
        return attrs


def sighting_of(row: dict[str, Any], *, camera_id: int, at: datetime) -> Sighting:
    """A checked row as the action takes it."""
    given = {name: value for name, value in row.items() if name not in {"camera", "at", "zones"}}
    return Sighting(camera_id=camera_id, at=row.get("at") or at, zones=tuple(row["zones"]), **given)
