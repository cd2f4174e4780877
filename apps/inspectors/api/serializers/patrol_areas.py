"""Patrol areas as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.geo import rings
from apps.inspectors.models import PatrolArea


class MultiPolygonSerializer(serializers.Serializer[Any]):
    """A GeoJSON MultiPolygon: lon, then lat, in degrees of EPSG:4326."""

    type = serializers.ChoiceField(choices=["MultiPolygon"])
    coordinates = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(
                child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
            )
        )
    )


class PatrolAreaSerializer(serializers.ModelSerializer[PatrolArea]):
    """An area without its shape; `bbox` is west, south, east, north."""

    region = serializers.CharField(source="region_id", read_only=True)
    district = serializers.CharField(source="district_id", read_only=True, allow_null=True)
    inspector = serializers.IntegerField(source="inspector_id", read_only=True, allow_null=True)
    unit = serializers.IntegerField(source="unit_id", read_only=True, allow_null=True)
    name = serializers.CharField(read_only=True)
    bbox = serializers.SerializerMethodField()

    class Meta:
        model = PatrolArea
        fields: tuple[str, ...] = (
            "id",
            "code",
            "kind",
            "name",
            "region",
            "district",
            "inspector",
            "unit",
            "is_active",
            "bbox",
        )
        read_only_fields = fields

    def get_bbox(self, area: PatrolArea) -> list[float]:
        return [round(edge, 6) for edge in area.area.extent]


class PatrolAreaDetailSerializer(PatrolAreaSerializer):
    """An area with its shape."""

    location = serializers.SerializerMethodField()

    class Meta(PatrolAreaSerializer.Meta):
        fields = (*PatrolAreaSerializer.Meta.fields, "location")
        read_only_fields = fields

    @extend_schema_field(MultiPolygonSerializer())
    def get_location(self, area: PatrolArea) -> dict[str, Any]:
        polygons: Any = area.area
        return {"type": "MultiPolygon", "coordinates": [rings(polygon) for polygon in polygons]}
