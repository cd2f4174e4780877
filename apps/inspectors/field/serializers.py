"""The tablet's addresses as JSON."""

from typing import Final

from rest_framework import serializers

from apps.core.api.fields import PointField
from apps.core.api.shapes import PointSerializer
from apps.incidents.words import PRIORITIES, STATUSES
from apps.inspectors.api.serializers import UnitSerializer
from apps.inspectors.api.serializers.assignments import ASSIGNMENT_STATUSES
from apps.inspectors.workflow import BY_THE_UNIT

TEXT_LENGTH: Final = 4000
POSITIONS: Final = 1000


class FieldUserSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class FieldInspectorSerializer(FieldUserSerializer):
    badge = serializers.CharField()
    mahalla = serializers.CharField()


class FieldUnitSerializer(UnitSerializer):
    is_on_duty = serializers.BooleanField()


class FieldIncidentSerializer(serializers.Serializer):
    """What a crew must know of an incident."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    type = serializers.CharField()
    type_name = serializers.CharField()
    priority = serializers.ChoiceField(choices=PRIORITIES)
    status = serializers.ChoiceField(choices=STATUSES)
    title = serializers.CharField()
    description = serializers.CharField()
    address = serializers.CharField()
    location = PointSerializer(allow_null=True)
    is_exercise = serializers.BooleanField()
    reported_at = serializers.DateTimeField(allow_null=True)


class FieldAssignmentSerializer(serializers.Serializer):
    """An assignment of the crew's unit."""

    id = serializers.UUIDField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    status = serializers.ChoiceField(choices=ASSIGNMENT_STATUSES)
    assigned_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    en_route_at = serializers.DateTimeField(allow_null=True)
    on_scene_at = serializers.DateTimeField(allow_null=True)
    cleared_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    incident = FieldIncidentSerializer()


class SosSerializer(serializers.Serializer):
    """A call for help."""

    id = serializers.UUIDField()
    region = serializers.CharField()
    open = serializers.BooleanField()
    unit = serializers.IntegerField(allow_null=True)
    call_sign = serializers.CharField()
    inspector = serializers.CharField()
    incident = serializers.UUIDField()
    number = serializers.CharField()
    location = PointSerializer(allow_null=True)
    presses = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    end_reason = serializers.CharField()


class NearUnitSerializer(serializers.Serializer):
    """A unit near somebody who needs help."""

    id = serializers.IntegerField()
    call_sign = serializers.CharField()
    service = serializers.CharField()
    status = serializers.CharField()
    distance_m = serializers.FloatField()


class OpenSosSerializer(SosSerializer):
    """With where the unit is now, and the nearest other units on duty."""

    live_location = PointSerializer(allow_null=True)
    position_at = serializers.DateTimeField(allow_null=True)
    nearest = NearUnitSerializer(many=True)


class LifeCheckSerializer(serializers.Serializer):
    """“Are you all right?”"""

    id = serializers.UUIDField()
    region = serializers.CharField()
    open = serializers.BooleanField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    service = serializers.CharField()
    incident = serializers.UUIDField()
    number = serializers.CharField()
    incident_type = serializers.CharField()
    location = PointSerializer(allow_null=True)
    quiet_since = serializers.DateTimeField()
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    alarmed_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    last_location = PointSerializer(allow_null=True, help_text="Where the unit was when it alarmed.")
    position_at = serializers.DateTimeField(allow_null=True)


class FieldShiftSerializer(serializers.Serializer):
    """The shift that runs, else the plan that comes next."""

    id = serializers.UUIDField()
    call_sign = serializers.CharField()
    planned_from = serializers.DateTimeField(allow_null=True)
    planned_to = serializers.DateTimeField(allow_null=True)
    began_at = serializers.DateTimeField(allow_null=True)


class DaySerializer(serializers.Serializer):
    """All that a tablet shows."""

    seq = serializers.IntegerField(
        help_text="Of the own feed on `/ws/live/`: a greater one there asks for this anew."
    )
    server_time = serializers.DateTimeField()
    user = FieldUserSerializer()
    inspector = FieldInspectorSerializer(allow_null=True)
    unit = FieldUnitSerializer()
    shift = FieldShiftSerializer(allow_null=True)
    assignments = FieldAssignmentSerializer(many=True)
    sos = SosSerializer(allow_null=True)
    check = LifeCheckSerializer(allow_null=True)


class TabletSerializer(serializers.Serializer):
    """The tablet of this browser."""

    identifier = serializers.CharField()
    call_sign = serializers.CharField()


class StepSerializer(serializers.Serializer):
    """The crew's next step; `at` is when it was taken, if a tablet kept it."""

    to = serializers.ChoiceField(choices=sorted(status.value for status in BY_THE_UNIT))
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class StampSerializer(serializers.Serializer):
    """When it was done, if a tablet kept it."""

    at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class DutySerializer(StampSerializer):
    """The beginning or the end of duty."""

    is_on = serializers.BooleanField()


class FieldNoteSerializer(StampSerializer):
    text = serializers.CharField(max_length=TEXT_LENGTH)


class PhotoSerializer(StampSerializer):
    file = serializers.FileField()


class PressSerializer(StampSerializer):
    """The SOS button; `location` is where the tablet is, if it knows."""

    location = PointField(required=False, allow_null=True, default=None)


class EndSosSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=250)


class OwnPositionSerializer(serializers.Serializer):
    """A position of this very tablet: degrees, m/s, metres, percent."""

    at = serializers.DateTimeField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    speed_mps = serializers.FloatField(required=False, allow_null=True)
    heading = serializers.FloatField(required=False, allow_null=True)
    accuracy_m = serializers.FloatField(required=False, allow_null=True)
    battery = serializers.FloatField(required=False, allow_null=True)


class RouteSerializer(serializers.Serializer):
    """A way by road: pairs of lon, lat."""

    distance_m = serializers.FloatField()
    duration_s = serializers.FloatField()
    line = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))


class RevokeSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)


class DeviceSerializer(serializers.Serializer):
    """A tablet or tracker of a unit."""

    id = serializers.IntegerField()
    identifier = serializers.CharField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    is_revoked = serializers.BooleanField()
    is_tablet = serializers.BooleanField()
    user = serializers.CharField()
    seen_at = serializers.DateTimeField(allow_null=True)


class LegSerializer(serializers.Serializer):
    """From where to where, in degrees."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    to_lon = serializers.FloatField(min_value=-180, max_value=180)
    to_lat = serializers.FloatField(min_value=-90, max_value=90)


class DoneSerializer(serializers.Serializer):
    """What was written."""

    id = serializers.UUIDField()
