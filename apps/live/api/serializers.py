"""The snapshot as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


def _list_of(name: str) -> dict[str, Any]:
    """A list of what an upper room shows; the room is named only, for nothing here may import it."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


@extend_schema_field(_list_of("IncidentItem"))
class Incidents(serializers.ListField):
    """Open incidents."""


@extend_schema_field(_list_of("Unit"))
class Units(serializers.ListField):
    """Units in use."""


@extend_schema_field(_list_of("AlarmItem"))
class Alarms(serializers.ListField):
    """Open alarms."""


class SnapshotSerializer(serializers.Serializer[Any]):
    """`epoch` and `seq` by region: the feed goes on from there. Displays get items without personal data."""

    epoch = serializers.DictField(child=serializers.CharField())
    seq = serializers.DictField(child=serializers.IntegerField())
    incidents = Incidents()
    units = Units()
    alarms = Alarms()
    floods = serializers.ListField(
        child=serializers.DictField(), help_text="Regions where alarms come faster than people take them in."
    )
    cameras = serializers.ListField(
        child=serializers.DictField(), help_text="Empty: they are too many; take `cameras/columns/`."
    )
