"""What is near an incident, as JSON."""

from rest_framework import serializers

from apps.inspectors.api.serializers.units import UnitSerializer
from apps.inspectors.models import Service


class NearestQuerySerializer(serializers.Serializer):
    """How many, and of which service."""

    limit = serializers.IntegerField(min_value=1, max_value=50, required=False, default=5)
    service = serializers.ChoiceField(choices=Service.choices, required=False, default="", allow_blank=True)


class OfferSerializer(UnitSerializer):
    """A unit near an incident."""

    distance_m = serializers.FloatField(allow_null=True)
    position_age_s = serializers.IntegerField(allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())


class AidSerializer(serializers.Serializer):
    """A free unit of another region: no more is told."""

    service = serializers.ChoiceField(choices=Service.choices)
    distance_m = serializers.IntegerField()


class NearestUnitsSerializer(serializers.Serializer):
    """Who can be sent, who cannot and why, and help from across a border."""

    results = OfferSerializer(many=True)
    left_out = OfferSerializer(many=True)
    across_border = AidSerializer(many=True)
    without_position = serializers.IntegerField()


class AskForAidSerializer(serializers.Serializer):
    """Which service is asked for; empty: any."""

    service = serializers.ChoiceField(choices=Service.choices, required=False, default="", allow_blank=True)


class RegionAskedSerializer(serializers.Serializer):
    """The region that sees the incident from now on."""

    region = serializers.CharField()
