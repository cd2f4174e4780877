"""Shapes that rooms share, as the API's schema names them: a refusal, a point, a list as GeoJSON."""

from typing import Any

from rest_framework import serializers


class ErrorSerializer(serializers.Serializer[Any]):
    """Why not: `code` for machines, `detail` in the caller's language, `fields` by the names of inputs."""

    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField()  # type: ignore[assignment]


class PointSerializer(serializers.Serializer[Any]):
    """A GeoJSON Point: lon, then lat, in degrees of EPSG:4326; an altitude may be sent and is left out."""

    type = serializers.ChoiceField(choices=["Point"])
    coordinates = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=3)


class FeatureSerializer(serializers.Serializer[Any]):
    """An item as GeoJSON: `location` is the geometry, all the rest are properties."""

    type = serializers.ChoiceField(choices=["Feature"])
    id = serializers.JSONField()
    geometry = PointSerializer(allow_null=True)
    properties = serializers.DictField()


class FeatureCollectionSerializer(serializers.Serializer[Any]):
    """A page of a list as GeoJSON."""

    type = serializers.ChoiceField(choices=["FeatureCollection"])
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    features = FeatureSerializer(many=True)
