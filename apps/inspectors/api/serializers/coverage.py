"""Coverage as JSON."""

from typing import Any

from rest_framework import serializers

from apps.inspectors.tracks.coverage import RADIUS_M, ShiftCoverage


class CoverageQuerySerializer(serializers.Serializer):
    """How far somebody who passes sees, in metres."""

    radius_m = serializers.IntegerField(min_value=10, max_value=500, required=False, default=RADIUS_M)


class AreaCoverageSerializer(serializers.Serializer):
    """One area: the share of it that was seen (null where no position was heard), and the seconds inside."""

    area = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    covered_share = serializers.FloatField(allow_null=True)
    inside_s = serializers.IntegerField()


class CoverageSerializer(serializers.Serializer):
    """A shift: seconds on duty, seconds of it in which the unit was heard, and the areas that it answers for."""

    shift = serializers.UUIDField()
    duty_s = serializers.IntegerField()
    heard_s = serializers.IntegerField()
    radius_m = serializers.IntegerField()
    areas = AreaCoverageSerializer(many=True)


def coverage_item(found: ShiftCoverage) -> dict[str, Any]:
    """Seconds in whole numbers, shares with four digits."""
    return {
        "shift": str(found.shift.pk),
        "duty_s": round(found.duty_s),
        "heard_s": round(found.heard_s),
        "radius_m": round(found.radius_m),
        "areas": [
            {
                "area": one.area.pk,
                "code": one.area.code,
                "name": one.area.name,
                "covered_share": None if one.covered_share is None else round(one.covered_share, 4),
                "inside_s": round(one.inside_s),
            }
            for one in found.areas
        ],
    }
