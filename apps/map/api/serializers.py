"""The base map and what was found, as JSON."""

from rest_framework import serializers

from apps.map.search import KINDS


class HitSerializer(serializers.Serializer):
    """Something found; `id` is that of its list, and `lon`, `lat` are degrees."""

    kind = serializers.ChoiceField(choices=KINDS)
    id = serializers.CharField()
    title = serializers.CharField()
    subtitle = serializers.CharField()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)


class SearchLimit(serializers.Serializer):
    """How many of each kind."""

    limit = serializers.IntegerField(min_value=1, max_value=50, required=False, default=6)


class FoundSerializer(serializers.Serializer):
    """The best hits of each kind, and how many match: 100 stands for 100 or more."""

    results = HitSerializer(many=True)
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="By kind.")


class OutlineSerializer(serializers.Serializer):
    """A region or a lake: any GeoJSON geometry in degrees."""

    type = serializers.ChoiceField(choices=["Feature"])
    geometry = serializers.DictField()
    properties = serializers.DictField()


class OutlinesSerializer(serializers.Serializer):
    """A FeatureCollection."""

    type = serializers.ChoiceField(choices=["FeatureCollection"])
    features = OutlineSerializer(many=True)


class PlaceColumnsSerializer(serializers.Serializer):
    """Populated places as columns, the largest first."""

    name = serializers.ListField(child=serializers.CharField())
    lon = serializers.ListField(child=serializers.FloatField())
    lat = serializers.ListField(child=serializers.FloatField())
    population = serializers.ListField(child=serializers.IntegerField())


class BasemapSerializer(serializers.Serializer):
    """The map that needs no other server."""

    regions = OutlinesSerializer()
    lakes = OutlinesSerializer()
    places = PlaceColumnsSerializer()
