"""What the JSON edge takes in about alarms, checked; and the shapes it gives out, for the schema."""

from rest_framework import serializers

from apps.alarms import words
from apps.alarms.models import AlarmCategory
from apps.core.api.fields import MomentField, PointField
from apps.incidents.api.serializers import By

GROUP_AT_MOST = 1000


class Versioned(serializers.Serializer):
    """`version`: the one that was read; refused where somebody changed the alarm since."""

    version = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class Acknowledgement(Versioned):
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class GroupAcknowledgement(serializers.Serializer):
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=GROUP_AT_MOST)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class Shelving(Versioned):
    reason = serializers.CharField(max_length=500)
    until = MomentField()


class AlarmClearing(Versioned):
    clearing = serializers.ChoiceField(choices=words.CLEARINGS)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class TakingOut(Versioned):
    reason = serializers.CharField(max_length=500)


class AlarmIncident(serializers.Serializer):
    """`type`: an incident type's code; needed where the alarm's rule names none."""

    type = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)


# --- what is given out, for the schema --------------------------------------------------------------------


class AlarmPerson(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class AlarmRuleName(serializers.Serializer):
    """The rule that raised an alarm, by its name of then."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AlarmSite(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class AlarmIncidentName(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()


class AlarmItem(serializers.Serializer):
    """A list item; the live feed sends the same."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    district = serializers.CharField(allow_null=True)
    type = serializers.CharField()
    rule = AlarmRuleName(allow_null=True)
    priority = serializers.IntegerField()
    state = serializers.ChoiceField(choices=words.STATES)
    source = serializers.CharField(help_text="Kind and number: `sensor:123`.")  # type: ignore[assignment]
    source_kind = serializers.ChoiceField(choices=words.SOURCE_KINDS)
    source_id = serializers.CharField()
    source_code = serializers.CharField()
    source_name = serializers.CharField()
    location = PointField(allow_null=True)
    sites = AlarmSite(many=True)
    camera = serializers.IntegerField(allow_null=True)
    sensor = serializers.IntegerField(allow_null=True)
    facts = serializers.DictField(help_text="What was measured or seen, by kind of source.")
    occurrences = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    returned_at = serializers.DateTimeField(allow_null=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = AlarmPerson(allow_null=True)
    shelved_until = serializers.DateTimeField(allow_null=True)
    shelve_reason = serializers.CharField()
    cleared_at = serializers.DateTimeField(allow_null=True)
    clearing = serializers.ChoiceField(choices=words.CLEARINGS, allow_null=True)
    escalation = serializers.IntegerField(help_text="0, 1 supervisors, 2 the nation's duty officer.")
    incident = AlarmIncidentName(allow_null=True)
    is_chattering = serializers.BooleanField()
    needs_clearing = serializers.BooleanField(help_text="Its source sends no return: cleared by hand.")
    version = serializers.IntegerField()
    open = serializers.BooleanField()


class AlarmDetail(AlarmItem):
    """One alarm, with what only those see who may read its source, and the rule as it was."""

    private = serializers.DictField(help_text="Empty for those who may not read its source.")
    rule_version = serializers.IntegerField(allow_null=True)
    rule_definition = serializers.DictField(allow_null=True)
    suppressed_by = serializers.UUIDField(allow_null=True)
    suppresses_count = serializers.IntegerField()


class AlarmTypeItem(serializers.Serializer):
    """A kind of alarm, in the user's language."""

    code = serializers.CharField()
    name = serializers.CharField()
    category = serializers.ChoiceField(choices=AlarmCategory.choices)
    category_name = serializers.CharField()
    default_priority = serializers.IntegerField()
    never_shelved = serializers.BooleanField()
    shelve_hours = serializers.IntegerField()


class AlarmLine(serializers.Serializer):
    """A line of an alarm's history."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    kind = serializers.CharField()
    name = serializers.CharField()
    from_state = serializers.ChoiceField(choices=words.STATES, allow_null=True)
    to_state = serializers.ChoiceField(choices=words.STATES, allow_null=True)
    detail = serializers.DictField()
    note = serializers.CharField()
    by = By()


class AlarmRefused(serializers.Serializer):
    """Why one of a group was not acknowledged."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    detail = serializers.CharField()


class GroupAcknowledged(serializers.Serializer):
    acknowledged = AlarmItem(many=True)
    refused = AlarmRefused(many=True)


class AlarmIncidentOpened(serializers.Serializer):
    alarm = AlarmItem()
    incident = AlarmIncidentName()
    is_new = serializers.BooleanField()
