"""Tracks as JSON: what may be asked for, and columns of whole numbers that pack well."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.core.clock import iso
from apps.inspectors.tracks import Leg, Track
from apps.inspectors.tracks.exports import moment_of

LONGEST: Final = timedelta(days=31)


class PeriodSerializer(serializers.Serializer):
    """`?from=&to=`: at most 31 days; a time without a zone is UTC."""

    to = serializers.DateTimeField()

    default_error_messages = {
        "order": _("The end must come after the beginning."),
        "long": _("At most %(days)d days at a time.") % {"days": LONGEST.days},
    }
    longest = LONGEST

    def get_fields(self) -> dict[str, serializers.Field]:
        return {"from": serializers.DateTimeField(), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        since, until = attrs["from"], attrs["to"]
        if since >= until:
            raise serializers.ValidationError({"to": self.error_messages["order"]}, code="order")
        if until - since > self.longest:
            raise serializers.ValidationError({"to": self.error_messages["long"]}, code="long")
        return attrs


class TrackQuerySerializer(PeriodSerializer):
    """Also how far a line may stray from the way, in metres; chosen to fit when it is left out."""

    tolerance_m = serializers.FloatField(min_value=0, max_value=1000, required=False, default=None)


class LegSerializer(serializers.Serializer):
    """A part of the way without a gap.

    `at`: seconds since the leg's `since`; `lon`, `lat`: 1e-5 degrees. Each column holds differences from the value
    before, and the first value as it is.
    """

    since = serializers.DateTimeField()
    at = serializers.ListField(child=serializers.IntegerField())
    lon = serializers.ListField(child=serializers.IntegerField())
    lat = serializers.ListField(child=serializers.IntegerField())


class StopSerializer(serializers.Serializer):
    """The unit stood here for at least three minutes."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()


class TrackSerializer(serializers.Serializer):
    """`points` positions were stored; the legs draw them, straying at most `tolerance_m` metres."""

    to = serializers.DateTimeField()
    points = serializers.IntegerField()
    shown = serializers.IntegerField()
    tolerance_m = serializers.FloatField()
    legs = LegSerializer(many=True)
    stops = StopSerializer(many=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        return {"from": serializers.DateTimeField(), **super().get_fields()}


def track_item(track: Track, since: datetime, until: datetime) -> dict[str, Any]:
    """The JSON of `TrackSerializer`."""
    return {
        "from": iso(since),
        "to": iso(until),
        "points": track.points,
        "shown": track.shown,
        "tolerance_m": track.tolerance_m,
        "legs": [_leg(leg) for leg in track.legs],
        "stops": [
            {
                "since": moment_of(stop.since),
                "until": moment_of(stop.until),
                "lon": round(stop.lon, 6),
                "lat": round(stop.lat, 6),
            }
            for stop in track.stops
        ],
    }


def _leg(leg: Leg) -> dict[str, Any]:
    seconds = (leg.at - leg.at[0]) // 1_000_000
    columns = {"at": seconds, "lon": (leg.lon * 1e5).round(), "lat": (leg.lat * 1e5).round()}
    deltas = {name: [int(values[0]), *_differences(values)] for name, values in columns.items()}
    return {"since": moment_of(int(leg.at[0]) // 1_000_000 * 1_000_000), **deltas}


def _differences(values: Any) -> list[int]:
    """The differences of a column, as whole numbers."""
    return [int(value) for value in (values[1:] - values[:-1]).tolist()]
