"""Protected sites as JSON."""

from typing import Any, Final

from rest_framework import serializers

from apps.alarms.models import Site, SiteContact, SiteKind
from apps.cameras.items import item_of
from apps.cameras.models import Camera
from apps.core.clock import now
from apps.core.geo import rings
from apps.sensors.items import item_of as sensor_item
from apps.sensors.models import Sensor


class PolygonSerializer(serializers.Serializer[Any]):
    """A GeoJSON Polygon: rings of lon, lat in degrees of EPSG:4326."""

    type = serializers.ChoiceField(choices=["Polygon"])
    coordinates = serializers.ListField(
        child=serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    )


class SiteSerializer(serializers.Serializer[Any]):
    """A protected site in a list; the console draws its perimeter."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=SiteKind.choices)
    kind_name = serializers.CharField()
    region = serializers.CharField()
    district = serializers.CharField(allow_null=True)
    address = serializers.CharField()
    perimeter = PolygonSerializer()

    def to_representation(self, instance: Site) -> dict[str, Any]:
        return {
            "id": instance.pk,
            "code": instance.code,
            "name": instance.name,
            "kind": instance.kind,
            "kind_name": str(instance.get_kind_display()),
            "region": instance.region_id,
            "district": instance.district_id,
            "address": instance.address,
            "perimeter": {"type": "Polygon", "coordinates": rings(instance.perimeter)},
        }


class MaskedContactSerializer(serializers.Serializer[Any]):
    """Whom to call; of the number only the last two digits are shown."""

    name = serializers.CharField()
    post = serializers.CharField()
    phone = serializers.CharField()

    def to_representation(self, instance: SiteContact) -> dict[str, Any]:
        return {"name": instance.name, "post": instance.post, "phone": instance.masked_phone}


class ContactSerializer(MaskedContactSerializer):
    """Whom to call, with the whole number."""

    def to_representation(self, instance: SiteContact) -> dict[str, Any]:
        return {"name": instance.name, "post": instance.post, "phone": instance.phone}


class SiteDetailSerializer(SiteSerializer):
    """One site with what to do and whom to call."""

    instructions = serializers.CharField()
    contacts = MaskedContactSerializer(many=True)

    def to_representation(self, instance: Site) -> dict[str, Any]:
        contacts = MaskedContactSerializer(instance.contacts.all(), many=True).data
        return {
            **super().to_representation(instance),
            "instructions": instance.instructions,
            "contacts": list(contacts),
        }


class SiteCameraSerializer(serializers.Serializer[Any]):
    """A camera that watches a site: how far from the point that was asked for, and why it belongs to the site."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    status = serializers.CharField()
    distance_m = serializers.FloatField()
    is_linked = serializers.BooleanField()

    def to_representation(self, instance: Camera) -> dict[str, Any]:
        item = item_of(instance)
        row: Any = instance
        kept = {name: item[name] for name in ("id", "code", "name", "kind", "status")}
        return {**kept, "distance_m": round(row.distance_m, 1), "is_linked": row.is_linked}


OF_SENSOR: Final = ("id", "code", "name", "kind", "status", "value", "value_at", "stale", "age_s")


class SiteSensorSerializer(serializers.Serializer[Any]):
    """A sensor of a site with its newest value."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    kind_name = serializers.CharField()
    status = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    value_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField()
    age_s = serializers.IntegerField(allow_null=True)
    distance_m = serializers.FloatField()
    is_linked = serializers.BooleanField()

    def to_representation(self, instance: Sensor) -> dict[str, Any]:
        item = sensor_item(instance, at=now())
        row: Any = instance
        kept = {name: item[name] for name in OF_SENSOR}
        return {
            **kept,
            "kind_name": instance.kind.name,
            "unit": instance.kind.symbol,
            "distance_m": round(row.distance_m, 1),
            "is_linked": row.is_linked,
        }
