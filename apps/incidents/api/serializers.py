"""What the JSON edge takes in, checked; and the shapes it gives out, for the schema."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.api.fields import FiniteField, MomentField, PointField, StrictBooleanField
from apps.incidents import words
from apps.incidents.actions import CallReport, Report
from apps.incidents.models import CallChannel, CallOutcome, LinkKind, LocationSource
from apps.incidents.models.calls import WITH_INCIDENT

EARTH_M = 20_100_000


class Words(serializers.CharField):
    """Text of at most so many characters; empty unless given."""

    def __init__(self, max_length: int, **given: Any) -> None:
        options: dict[str, Any] = {"required": False, "allow_blank": True, "default": "", **given}
        super().__init__(max_length=max_length, **options)


class Place(serializers.Serializer):
    """A point and where it comes from."""

    location = PointField(required=False, allow_null=True)
    location_source = serializers.ChoiceField(
        choices=LocationSource.choices, required=False, allow_blank=True
    )
    location_accuracy_m = FiniteField(required=False, allow_null=True, min_value=0, max_value=EARTH_M)
    address = Words(300, default=serializers.empty)


class IncidentReport(Place):
    """A new incident."""

    type = serializers.CharField(max_length=40)
    priority = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=5)
    title = serializers.CharField(max_length=200)
    description = Words(5000)
    region = serializers.CharField(required=False, allow_null=True, allow_blank=True, max_length=5)
    district = serializers.CharField(required=False, allow_null=True, allow_blank=True, max_length=10)
    source = serializers.CharField(max_length=40)  # type: ignore[assignment]
    source_ref = Words(120)
    reported_at = MomentField(required=False, allow_null=True)
    is_exercise = StrictBooleanField(required=False, default=False)
    is_officer_initiated = StrictBooleanField(required=False, default=False)

    def report(self) -> Report:
        """The report that was checked."""
        return Report(**self.validated_data)


class IncidentEdit(Place):
    """What is to be changed, and the version that was seen.

    `reason` is kept in the history; without one `is_exercise`, and whatever is resolved or over, stays as it is.
    """

    version = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**31 - 1)
    title = serializers.CharField(required=False, max_length=200)
    description = Words(5000, default=serializers.empty)
    type = serializers.CharField(required=False, max_length=40, source="type_id")
    priority = serializers.IntegerField(required=False, min_value=1, max_value=5)
    district = serializers.CharField(required=False, allow_null=True, max_length=10, source="district_id")
    is_exercise = StrictBooleanField(required=False)
    reason = Words(1000)

    def changes(self) -> dict[str, Any]:
        """The columns to set."""
        beside = {"version", "reason"}
        return {name: value for name, value in self.validated_data.items() if name not in beside}


class Versioned(serializers.Serializer):
    """Guards against lost updates."""

    version = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**31 - 1)


class IncidentTransition(Versioned):
    """The next step."""

    to = serializers.ChoiceField(choices=words.STATUSES)
    note = Words(2000)
    outcome = serializers.ChoiceField(choices=words.OUTCOMES, required=False, allow_blank=True, default="")
    at = MomentField(required=False, allow_null=True)


class Correction(Versioned):
    """A stamp as it should have been; null takes it away."""

    stamp = serializers.ChoiceField(choices=words.STAMPS)
    at = MomentField(allow_null=True)
    reason = serializers.CharField(max_length=1000)


class Transfer(Versioned):
    """The region it goes to."""

    region = serializers.CharField(max_length=5)
    reason = serializers.CharField(max_length=1000)


class Merge(Versioned):
    """The incident that survives."""

    into = serializers.CharField(max_length=40)
    reason = Words(1000)


class LinkInput(serializers.Serializer):
    """The other incident, and what this one is to it."""

    incident = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(choices=LinkKind.choices)


class NoteInput(serializers.Serializer):
    """A note."""

    text = serializers.CharField(max_length=5000)


class FileInput(serializers.Serializer):
    """A file, as multipart form data."""

    file = serializers.FileField(max_length=200, allow_empty_file=True)


class HandOver(serializers.Serializer):
    """The id of the person who goes on with it; null gives it to the queue."""

    to = serializers.IntegerField(allow_null=True, min_value=1, max_value=2**31 - 1)
    note = Words(1000)


class Share(serializers.Serializer):
    """The region that sees it from now on."""

    region = serializers.CharField(max_length=5)
    reason = Words(300)


class CallInput(Place):
    """A call, and what it became: `incident` is the id of an open incident, or a whole new one."""

    channel = serializers.ChoiceField(choices=CallChannel.choices, default=CallChannel.LINE_102)
    number = Words(24)
    rang_at = MomentField(required=False, allow_null=True)
    answered_at = MomentField(required=False, allow_null=True)
    ended_at = MomentField(required=False, allow_null=True)
    region = serializers.CharField(required=False, allow_null=True, allow_blank=True, max_length=5)
    note = Words(2000)
    outcome = serializers.ChoiceField(
        choices=CallOutcome.choices, required=False, allow_blank=True, default=""
    )
    source = serializers.CharField(max_length=40)  # type: ignore[assignment]
    source_ref = Words(120)

    def call(self) -> CallReport:
        """The call that was checked; what it became is told by the incident, where there is one."""
        given = dict(self.validated_data)
        if given["outcome"] in WITH_INCIDENT:
            given["outcome"] = ""
        return CallReport(**given)


@extend_schema_field({"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/IncidentReport"}]})
class WhichIncident(serializers.JSONField):
    """The id or number of an open incident, or a whole new incident."""

    def __init__(self) -> None:
        super().__init__(required=False, allow_null=True, help_text=str(self.__doc__))


class CallBody(CallInput):
    """A call with its incident, for the schema."""

    incident = WhichIncident()


class CallBecame(serializers.Serializer):
    """What a call became, for the schema: an incident, or an outcome without one."""

    incident = WhichIncident()
    outcome = serializers.ChoiceField(choices=CallOutcome.choices, required=False)


class CallEdit(Place):
    """What is learned while a call goes on: the caller moves, is answered, hangs up.

    `reason` is for a time that is corrected.
    """

    number = Words(24, default=serializers.empty)
    channel = serializers.ChoiceField(choices=CallChannel.choices, required=False)
    answered_at = MomentField(required=False, allow_null=True)
    ended_at = MomentField(required=False, allow_null=True)
    note = Words(2000, default=serializers.empty)
    reason = Words(1000)

    def changes(self) -> dict[str, Any]:
        """The columns to set."""
        return {name: value for name, value in self.validated_data.items() if name != "reason"}


# --- what is given out, for the schema --------------------------------------------------------------------


class Handler(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class HandlerChoice(serializers.Serializer):
    """Somebody who may go on with an incident. `open_incidents` is how many he or she holds in all."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.CharField()
    role_name = serializers.CharField(help_text="The role in the user's language.")
    open_incidents = serializers.IntegerField()
    is_present = serializers.BooleanField(help_text="His or her screen is there now.")


class AidAsked(serializers.Serializer):
    """Help that was asked of a neighbouring region: `asked`, `agreed` or `refused`."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    service = serializers.CharField(help_text="Empty: any.")
    status = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class UnitSent(serializers.Serializer):
    """A unit that is at work on an incident: `id` is the unit's, `status` that of its assignment."""

    id = serializers.IntegerField()
    assignment = serializers.UUIDField()
    call_sign = serializers.CharField()
    service = serializers.CharField()
    region = serializers.CharField()
    status = serializers.CharField()


class IncidentItem(serializers.Serializer):
    """A list item; the live feed sends the same. One incident has its `description` too."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    region = serializers.CharField()
    district = serializers.CharField(allow_null=True)
    type = serializers.CharField()
    priority = serializers.IntegerField()
    status = serializers.ChoiceField(choices=words.STATUSES)
    title = serializers.CharField()
    location = PointField(allow_null=True)
    location_source = serializers.ChoiceField(choices=LocationSource.choices, allow_blank=True)
    location_accuracy_m = serializers.FloatField(allow_null=True)
    address = serializers.CharField()
    is_outside = serializers.BooleanField(help_text="The point lies outside the country.")
    source = serializers.CharField()  # type: ignore[assignment]
    source_ref = serializers.CharField()
    is_exercise = serializers.BooleanField()
    is_officer_initiated = serializers.BooleanField()
    reported_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    dispatched_at = serializers.DateTimeField(allow_null=True)
    en_route_at = serializers.DateTimeField(allow_null=True)
    on_scene_at = serializers.DateTimeField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=words.OUTCOMES, allow_blank=True)
    handler = Handler(allow_null=True)
    merged_into = serializers.CharField(allow_null=True, help_text="The survivor's number.")
    calls_count = serializers.IntegerField()
    units = UnitSent(many=True)
    aid = AidAsked(many=True)
    open = serializers.BooleanField()
    needs_ack = serializers.BooleanField(help_text="It rings until somebody takes it.")
    target_s = serializers.IntegerField(allow_null=True, help_text="Limit of total response, seconds.")
    version = serializers.IntegerField()


class IncidentDetail(IncidentItem):
    """One incident."""

    description = serializers.CharField()


class IncidentReceipt(serializers.Serializer):
    """What a client is told of its own report once the incident has left its regions: that it arrived."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(choices=words.STATUSES)


class TargetItem(serializers.Serializer):
    priority = serializers.IntegerField()
    interval = serializers.ChoiceField(choices=words.INTERVALS)
    limit_s = serializers.IntegerField()
    share = serializers.FloatField()


class IncidentTypeItem(serializers.Serializer):
    """A kind of incident with the targets that apply to it."""

    code = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    category_name = serializers.CharField()
    default_priority = serializers.IntegerField()
    is_active = serializers.BooleanField()
    targets = TargetItem(many=True)


class By(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["user", "client", "portal"])
    name = serializers.CharField()


class TimelineLine(serializers.Serializer):
    """A line of the history."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    kind = serializers.CharField()
    name = serializers.CharField()
    from_status = serializers.ChoiceField(choices=words.STATUSES, allow_null=True)
    to_status = serializers.ChoiceField(choices=words.STATUSES, allow_null=True)
    field = serializers.CharField(allow_null=True)
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)
    note = serializers.CharField()
    reason = serializers.CharField()
    is_offline = serializers.BooleanField()
    by = By()


class AttachmentItem(serializers.Serializer):
    """A file of an incident."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    url = serializers.CharField()


class LinkItem(serializers.Serializer):
    """A link as seen from the incident that was asked for."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(
        choices=["parent_of", "child_of", "related", "duplicate_of", "has_duplicate"]
    )
    incident = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=words.STATUSES)
    at = serializers.DateTimeField()


class CallItem(serializers.Serializer):
    """A call; its number is masked."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    channel = serializers.ChoiceField(choices=CallChannel.choices)
    number = serializers.CharField()
    rang_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    location = PointField(allow_null=True)
    location_source = serializers.ChoiceField(choices=LocationSource.choices, allow_blank=True)
    location_accuracy_m = serializers.FloatField(allow_null=True)
    address = serializers.CharField()
    note = serializers.CharField()
    outcome = serializers.ChoiceField(choices=CallOutcome.choices, allow_blank=True)
    incident = serializers.UUIDField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    source_ref = serializers.CharField()


class CallerNumber(serializers.Serializer):
    number = serializers.CharField()
