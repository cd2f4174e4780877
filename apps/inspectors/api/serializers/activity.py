"""Somebody's own figures as JSON."""

from rest_framework import serializers


class ActivityQuerySerializer(serializers.Serializer):
    """Local days, both included; without them the last seven."""

    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        # `from` is a word of Python's own.
        return {"from": serializers.DateField(required=False), **super().get_fields()}


class ActivitySerializer(serializers.Serializer):
    """What one's duty came to. Of few calls (`is_small`) shares say little."""

    to = serializers.DateField()
    as_of = serializers.DateTimeField()
    turns = serializers.IntegerField(help_text="Shifts that touch these days.")
    duty_s = serializers.FloatField()
    committed_s = serializers.FloatField(help_text="Time on duty in which the unit was sent somewhere.")
    saturation = serializers.FloatField(allow_null=True, help_text="committed_s / duty_s")
    saturation_limit = serializers.FloatField()
    calls = serializers.IntegerField()
    accepted_in_time = serializers.IntegerField()
    arrived = serializers.IntegerField()
    is_small = serializers.BooleanField()

    def get_fields(self) -> dict[str, serializers.Field]:
        return {"from": serializers.DateField(), **super().get_fields()}
