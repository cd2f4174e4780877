"""What is near an incident, as JSON."""

from typing import Any

from rest_framework import serializers

from apps.inspectors.aid import aid_item
from apps.inspectors.api.serializers.units import UnitSerializer
from apps.inspectors.models import AidRequest, Service
from apps.inspectors.models.dispatching import AID_STATUS_NAMES

AID_STATUSES = [(status.value, name) for status, name in AID_STATUS_NAMES.items()]


class NearestQuerySerializer(serializers.Serializer):
    """How many, and of which service."""

    limit = serializers.IntegerField(min_value=1, max_value=50, required=False, default=5)
    service = serializers.ChoiceField(choices=Service.choices, required=False, default="", allow_blank=True)


class FindingSerializer(serializers.Serializer):
    """Something that speaks for or against a unit."""

    code = serializers.CharField(
        help_text="`preferred_…` and `required_…` name a rule's subject; `held`, `status_…`, `refused_here`, "
        "`expired_here`, `old_position`, `other_region`, `busy`, `skills`."
    )
    text = serializers.CharField()


class HeldSerializer(serializers.Serializer):
    """What a unit that is left out is at work on."""

    assignment = serializers.UUIDField()
    incident = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    priority = serializers.IntegerField()
    status = serializers.CharField()
    can_be_taken = serializers.BooleanField(
        help_text="Less urgent and not reached yet: `pre_empt` takes the unit from there."
    )


class OfferSerializer(UnitSerializer):
    """A unit near an incident."""

    distance_m = serializers.FloatField(allow_null=True)
    counts_as_m = serializers.FloatField(
        allow_null=True, help_text="The distance less what the preferences it meets count for: the order."
    )
    position_age_s = serializers.IntegerField(allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())
    findings = FindingSerializer(many=True)
    held = HeldSerializer(allow_null=True)


class NeedSerializer(serializers.Serializer):
    """One thing that the kind of incident needs."""

    service = serializers.ChoiceField(choices=Service.choices)
    skill = serializers.CharField()
    count = serializers.IntegerField()
    sent = serializers.IntegerField()
    recommended = serializers.ListField(
        child=serializers.IntegerField(), help_text="Units of `results` to send for it."
    )
    missing = serializers.IntegerField(help_text="For so many nobody was found.")


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
    needed = NeedSerializer(many=True)
    of_other_services = serializers.IntegerField()


class AskForAidSerializer(serializers.Serializer):
    """Which service is asked for; empty: any."""

    service = serializers.ChoiceField(choices=Service.choices, required=False, default="", allow_blank=True)


class AidRequestSerializer(serializers.Serializer):
    """A request for help: the asked region sees the incident from now on."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    service = serializers.CharField()
    status = serializers.ChoiceField(choices=AID_STATUSES)
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()

    def to_representation(self, instance: AidRequest) -> dict[str, Any]:
        return aid_item(instance)


class AnswerAidSerializer(serializers.Serializer):
    """Yes, or no with a reason."""

    agrees = serializers.BooleanField()
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)
