"""Positions as JSON."""

from rest_framework import serializers


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
    mock = serializers.BooleanField(required=False)


class RowCodeSerializer(serializers.Serializer):
    """The place of a row in what was sent, and what was the matter with it."""

    index = serializers.IntegerField()
    code = serializers.CharField()


class PositionsTakenSerializer(serializers.Serializer):
    """How many were stored; which were dropped on purpose; which could not be taken."""

    accepted = serializers.IntegerField()
    dropped = RowCodeSerializer(many=True)
    rejected = RowCodeSerializer(many=True)
