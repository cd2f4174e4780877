"""Rules and zones at the JSON edge: what is taken in, and the shapes that are given out."""

from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Polygon
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.alarms import words
from apps.alarms.models import Match, Rule
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.core.api.fields import MomentField, StrictBooleanField
from apps.core.encoding import encode
from apps.core.geo import SRID

POINTS_AT_MOST = 2000


class RuleInput(serializers.Serializer):
    """A rule; `conditions`, `settings` and `schedule` are described by `alarm-rules/fields/`."""

    name = serializers.CharField(max_length=120)
    trigger = serializers.ChoiceField(choices=words.TRIGGERS)
    regions = serializers.ListField(child=serializers.CharField(max_length=5), min_length=1, max_length=20)
    settings = serializers.DictField(required=False, default=dict)
    match = serializers.ChoiceField(choices=Match.choices, required=False, default=Match.ALL)
    conditions = serializers.ListField(
        child=serializers.DictField(), required=False, default=list, max_length=50
    )
    schedule = serializers.DictField(required=False, allow_null=True, default=None)
    zone = serializers.IntegerField(required=False, allow_null=True, default=None)
    alarm_type = serializers.CharField(max_length=40)
    priority = serializers.ChoiceField(choices=words.PRIORITIES)
    escalate_after_s = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=10, max_value=86_400
    )
    opens_incident = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    needs_clearing = StrictBooleanField(required=False, default=False)

    def draft(self) -> RuleDraft:
        """The rule, to be checked as a whole."""
        return draft_of(self.validated_data)


class RuleEdit(RuleInput):
    """What changes of a rule; `is_on` switches it, `version` guards against lost updates."""

    is_on = StrictBooleanField(required=False)
    version = serializers.IntegerField(required=False, min_value=1)


def draft_of(given: dict[str, Any]) -> RuleDraft:
    """A draft of checked input."""
    plain = {name: value for name, value in given.items() if name not in {"is_on", "version"}}
    return RuleDraft(**plain | {"trigger": Trigger(plain["trigger"]), "regions": frozenset(plain["regions"])})


def input_of(rule: Rule) -> dict[str, Any]:
    """A rule as its own input, for a change of a part."""
    return {
        "name": rule.name,
        "trigger": rule.trigger,
        "regions": sorted(rule.regions.values_list("pk", flat=True)),
        "settings": rule.settings,
        "match": rule.match,
        "conditions": rule.conditions,
        "schedule": rule.schedule,
        "zone": rule.zone_id,
        "alarm_type": rule.alarm_type_id,
        "priority": rule.priority,
        "escalate_after_s": rule.escalate_after_s,
        "opens_incident": rule.opens_incident_id or "",
        "needs_clearing": rule.needs_clearing,
    }


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["Polygon"]},
            "coordinates": {
                "type": "array",
                "items": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
            },
        },
        "required": ["type", "coordinates"],
    }
)
class AreaField(serializers.Field):
    """A GeoJSON Polygon: rings of [lon, lat]."""

    default_error_messages = {"not_an_area": _("A GeoJSON Polygon is needed, with rings of [lon, lat].")}

    def to_internal_value(self, data: Any) -> Polygon:
        if not isinstance(data, dict) or data.get("type") != "Polygon" or not _is_small(data):
            self.fail("not_an_area")
        try:
            area = GEOSGeometry(encode({"type": "Polygon", "coordinates": data["coordinates"]}).decode())
        except (GDALException, GEOSException, ValueError, TypeError):
            self.fail("not_an_area")
        if not isinstance(area, Polygon) or area.empty or not _is_on_earth(area):
            self.fail("not_an_area")
        area.srid = SRID
        return area

    def to_representation(self, value: Polygon) -> dict[str, Any]:
        rings = [[list(pair[:2]) for pair in ring] for ring in value.coords]
        return {"type": "Polygon", "coordinates": rings}


def _is_small(data: dict[str, Any]) -> bool:
    rings = data.get("coordinates")
    if not isinstance(rings, list) or not all(isinstance(ring, list) for ring in rings):
        return False
    return 0 < sum(len(ring) for ring in rings) <= POINTS_AT_MOST


def _is_on_earth(area: Polygon) -> bool:
    west, south, east, north = area.extent
    return west >= -180 and east <= 180 and south >= -90 and north <= 90


class ZoneInput(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    region = serializers.CharField(max_length=5)
    area = AreaField()


class ZoneItem(serializers.Serializer):
    """An area that rules may be limited to."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    region = serializers.CharField()
    area = AreaField()


class BenchInput(serializers.Serializer):
    """The time to try a rule over; without it the last 24 hours."""

    start = MomentField(required=False)
    end = MomentField(required=False)


# --- what is given out, for the schema --------------------------------------------------------------------


class RuleZone(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class RuleItem(serializers.Serializer):
    """A rule as it stands."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    trigger = serializers.ChoiceField(choices=words.TRIGGERS)
    regions = serializers.ListField(child=serializers.CharField())
    settings = serializers.DictField()
    match = serializers.ChoiceField(choices=Match.choices)
    conditions = serializers.ListField(child=serializers.DictField())
    schedule = serializers.DictField(allow_null=True)
    zone = RuleZone(allow_null=True)
    alarm_type = serializers.CharField()
    priority = serializers.IntegerField()
    escalate_after_s = serializers.IntegerField(allow_null=True)
    opens_incident = serializers.CharField()
    needs_clearing = serializers.BooleanField()
    is_on = serializers.BooleanField()
    version = serializers.IntegerField()
    is_mine = serializers.BooleanField(help_text="All of its regions are the caller's: it may be changed.")


class RuleVersionItem(serializers.Serializer):
    """A rule as it was."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    definition = serializers.DictField()


class RuleChoice(serializers.Serializer):
    code = serializers.JSONField()
    name = serializers.CharField()


class RuleField(serializers.Serializer):
    """A setting, or a field of conditions; `type` is text, number, list or choice."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    type = serializers.ChoiceField(choices=["text", "number", "list", "choice"])
    choices = RuleChoice(many=True, allow_null=True)
    unit = serializers.CharField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    default = serializers.JSONField(allow_null=True)
    required = serializers.BooleanField()  # type: ignore[assignment]
    whole = serializers.BooleanField()
    ops = RuleChoice(many=True)


class RuleTrigger(serializers.Serializer):
    """What a kind of rule is made of."""

    code = serializers.CharField()
    name = serializers.CharField()
    needs_clearing = serializers.BooleanField(help_text="Always cleared by hand: nothing tells its end.")
    settings = RuleField(many=True)
    fields = RuleField(many=True)  # type: ignore[assignment]


class RuleFields(serializers.Serializer):
    triggers = RuleTrigger(many=True)


class WouldBeItem(serializers.Serializer):
    """An alarm that the rule would have raised."""

    region = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_code = serializers.CharField()
    source_name = serializers.CharField()
    priority = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    occurrences = serializers.IntegerField()
    facts = serializers.DictField()


class BenchHour(serializers.Serializer):
    at = serializers.DateTimeField()
    count = serializers.IntegerField()


class BenchSource(serializers.Serializer):
    source = serializers.CharField()  # type: ignore[assignment]
    name = serializers.CharField()
    count = serializers.IntegerField()


class BenchResult(serializers.Serializer):
    """`alarms` are the first ones; the other figures count all."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    count = serializers.IntegerField()
    occurrences = serializers.IntegerField()
    hours = BenchHour(many=True)
    sources = BenchSource(many=True)
    alarms = WouldBeItem(many=True)
