"""Sensors, readings and series as JSON."""

from typing import Any

from rest_framework import serializers

from apps.core.api.shapes import PointSerializer
from apps.core.clock import now
from apps.sensors.given import Refusal
from apps.sensors.items import item_of
from apps.sensors.models import Sensor
from apps.sensors.words import COMPARES, STATUSES, Level

Numbers = serializers.ListField
LEVELS = Level.choices


class SensorSerializer(serializers.Serializer[Any]):
    """The list item; the live feed sends the same."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    region = serializers.CharField()
    kind = serializers.CharField()
    unit = serializers.CharField(help_text="A UCUM code.")
    status = serializers.ChoiceField(choices=STATUSES)
    value = serializers.FloatField(allow_null=True)
    value_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField(
        help_text="Three readings are missing: the value is not the present one."
    )
    age_s = serializers.IntegerField(
        allow_null=True, help_text="Seconds since the newest reading; null for a sensor that was never heard."
    )
    location = PointSerializer()
    open = serializers.BooleanField()

    def to_representation(self, instance: Sensor) -> dict[str, Any]:
        return item_of(instance, at=now())


class ReadingRowSerializer(serializers.Serializer[Any]):
    """A value of a sensor, by its code or `REGION:CODE`, at its own time, in its kind's unit."""

    sensor = serializers.CharField()
    at = serializers.DateTimeField()
    value = serializers.FloatField()


class RefusedRowSerializer(serializers.Serializer[Any]):
    """A row that is not kept, by its place from 0."""

    index = serializers.IntegerField()
    code = serializers.ChoiceField(choices=[refusal.value for refusal in Refusal])


class ReadingsTakenSerializer(serializers.Serializer[Any]):
    """How many readings stand in the database now, and which do not."""

    accepted = serializers.IntegerField()
    rejected = RefusedRowSerializer(many=True)


class SensorColumnsSerializer(serializers.Serializer[Any]):
    """All sensors in use as columns; `lon` and `lat` are delta-coded integers of 1e-5 degrees."""

    version = serializers.CharField()
    statuses = Numbers(child=serializers.CharField())
    kinds = Numbers(child=serializers.CharField())
    regions = Numbers(child=serializers.CharField())
    ids = Numbers(child=serializers.IntegerField())
    lon = Numbers(child=serializers.IntegerField())
    lat = Numbers(child=serializers.IntegerField())
    status = Numbers(child=serializers.IntegerField())
    kind = Numbers(child=serializers.IntegerField())
    region = Numbers(child=serializers.IntegerField())


class SeriesThresholdSerializer(serializers.Serializer[Any]):
    """A limit of the value, to be drawn as a line."""

    limit = serializers.FloatField()
    compare = serializers.ChoiceField(choices=COMPARES)
    level = serializers.ChoiceField(choices=LEVELS)
    deadband = serializers.FloatField()


class SeriesSerializer(serializers.Serializer[Any]):
    """Columns of a chart. `step_s` 0: every reading. Null where nothing was said for more than `gap_s`.

    `outside` counts values that cannot be true, which are in no other figure; the newest of them are `marks`.
    """

    sensor = serializers.IntegerField()
    unit = serializers.CharField()
    symbol = serializers.CharField()
    decimals = serializers.IntegerField()
    to = serializers.DateTimeField()
    step_s = serializers.IntegerField()
    gap_s = serializers.IntegerField()
    at = Numbers(child=serializers.IntegerField(), help_text="Milliseconds since 1970-01-01 UTC.")
    low = Numbers(child=serializers.FloatField(allow_null=True))
    high = Numbers(child=serializers.FloatField(allow_null=True))
    mean = Numbers(child=serializers.FloatField(allow_null=True))
    readings = Numbers(child=serializers.IntegerField())
    outside = Numbers(child=serializers.IntegerField())
    marks = Numbers(child=Numbers(child=serializers.FloatField()))
    worked_on = Numbers(
        child=Numbers(child=serializers.IntegerField()),
        help_text="Times of maintenance, from and to: what was said then raised nothing.",
    )
    thresholds = SeriesThresholdSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """With `from`, which is a word of Python."""
        return {"from": serializers.DateTimeField(), **super().get_fields()}


class PeriodSerializer(serializers.Serializer[Any]):
    """`?from=&to=&points=`: a time, a later one, and the most points that may come."""

    to = serializers.DateTimeField()
    points = serializers.IntegerField(min_value=10, max_value=5000, default=800)

    def get_fields(self) -> dict[str, Any]:
        """With `from`, which is a word of Python."""
        return {"from": serializers.DateTimeField(), **super().get_fields()}
