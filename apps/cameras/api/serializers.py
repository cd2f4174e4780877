"""Cameras as JSON."""

from typing import Any

from rest_framework import serializers

from apps.cameras.items import item_of
from apps.cameras.models import Camera, CameraKind, CameraStatus
from apps.core.api.shapes import PointSerializer


class CameraSerializer(serializers.Serializer):
    """The list item; the live feed sends the same."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    region = serializers.CharField()
    district = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=CameraKind.choices)
    status = serializers.ChoiceField(choices=CameraStatus.choices)
    status_changed_at = serializers.DateTimeField(allow_null=True)
    location = PointSerializer()
    address = serializers.CharField()
    make = serializers.CharField()
    model = serializers.CharField()
    owner = serializers.CharField()
    direction = serializers.CharField(help_text="As the register of its owner says it.")
    node = serializers.IntegerField(allow_null=True, help_text="The network node that it hangs on.")
    azimuth = serializers.IntegerField(allow_null=True)
    fov_deg = serializers.IntegerField(allow_null=True)
    range_m = serializers.IntegerField(allow_null=True)
    open = serializers.BooleanField()

    def to_representation(self, instance: Camera) -> dict[str, Any]:
        return item_of(instance)


class CameraStatusSerializer(serializers.Serializer):
    """What a camera's health is from now on."""

    status = serializers.ChoiceField(choices=CameraStatus.choices)
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)
