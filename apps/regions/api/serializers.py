"""Regions, districts and places as JSON."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.api.shapes import PointSerializer
from apps.core.geo import as_geojson
from apps.regions.models import District, Place, Region


class RegionSerializer(serializers.ModelSerializer[Region]):
    """A region; `bbox` is west, south, east, north, and `location` where its label stands."""

    id = serializers.CharField(source="code", read_only=True)
    bbox = serializers.SerializerMethodField(help_text="null for `UZ`")
    location = serializers.SerializerMethodField()
    in_scope = serializers.SerializerMethodField(help_text="May the caller see what is in this region?")

    class Meta:
        model = Region
        fields = ["id", "code", "soato", "name", "bbox", "location", "in_scope"]
        read_only_fields = fields

    def get_bbox(self, region: Region) -> list[float] | None:
        return [round(edge, 5) for edge in region.boundary.extent] if region.boundary else None

    @extend_schema_field(PointSerializer(allow_null=True))
    def get_location(self, region: Region) -> dict[str, Any] | None:
        return as_geojson(region.label_point)

    def get_in_scope(self, region: Region) -> bool:
        scope = getattr(self.context["request"].user, "scope", None)
        return scope is not None and scope.covers(region.code)


class DistrictSerializer(serializers.ModelSerializer[District]):
    """A district by its SOATO code."""

    region = serializers.CharField(source="region_id", read_only=True)

    class Meta:
        model = District
        fields = ["soato", "region", "name"]
        read_only_fields = fields


class PlaceSerializer(serializers.ModelSerializer[Place]):
    """A populated place; `population` 0 is unknown."""

    id = serializers.IntegerField(source="geonames_id", read_only=True)
    region = serializers.CharField(source="region_id", read_only=True)
    location = serializers.SerializerMethodField()

    class Meta:
        model = Place
        fields = ["id", "name", "region", "population", "location"]
        read_only_fields = fields

    @extend_schema_field(PointSerializer(allow_null=True))
    def get_location(self, place: Place) -> dict[str, Any] | None:
        return as_geojson(place.location)


class WhereSerializer(serializers.Serializer[Mapping[str, float]]):
    """The query of `locate`: degrees in EPSG:4326."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)


class LocatedSerializer(serializers.Serializer[Any]):
    """Which region holds a point: `distance_m` is 0 inside, and null where there is none."""

    region = serializers.CharField(source="region_code", allow_null=True)
    how = serializers.ChoiceField(choices=["contains", "nearest", "none"])
    distance_m = serializers.FloatField(allow_null=True)
