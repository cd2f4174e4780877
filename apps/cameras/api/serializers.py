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


class CameraColumnsSerializer(serializers.Serializer):
    """All cameras in use as columns; `lon` and `lat` are delta-coded integers of 1e-5 degrees."""

    version = serializers.CharField()
    statuses = serializers.ListField(child=serializers.CharField())
    kinds = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.CharField())
    ids = serializers.ListField(child=serializers.IntegerField())
    lon = serializers.ListField(child=serializers.IntegerField())
    lat = serializers.ListField(child=serializers.IntegerField())
    status = serializers.ListField(child=serializers.IntegerField())
    kind = serializers.ListField(child=serializers.IntegerField())
    region = serializers.ListField(child=serializers.IntegerField())
    azimuth = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    fov_deg = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    range_m = serializers.ListField(child=serializers.IntegerField(allow_null=True))
