"""The work of inspectors as JSON: of one's regions for whoever reads reports, of oneself for each inspector."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded, IsSignedIn
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import TASHKENT, iso, now
from apps.core.errors import InvalidInput, NotFound
from apps.inspectors.api.permissions import inspectors_of, is_inspector
from apps.inspectors.models import Inspector, Shift
from apps.regions.scope import EVERYTHING
from apps.reports.activity.asking import asked_of_field, groupings_of
from apps.reports.activity.figures import KEYS, SATURATION_LIMIT, Asked, Figures, figures
from apps.reports.activity.keeping import refresh_for_reading
from apps.reports.periods import Period, local_day

LONGEST_D: Final = 366
DAY: Final = timedelta(days=1)


class WorkSerializer(serializers.Serializer[Any]):
    """What a group's duty came to; lengths in seconds, shares from 0 to 1, null where there is nothing to tell of."""

    inspectors = serializers.IntegerField(help_text="People with any duty.")
    units = serializers.IntegerField(help_text="Units with anybody on duty.")
    duty_s = serializers.FloatField(help_text="Hours of inspectors: of a crew of two each counts.")
    committed_s = serializers.FloatField(
        help_text="The part of duty_s in which the unit was sent somewhere, a moment once."
    )
    saturation = serializers.FloatField(allow_null=True, help_text="committed_s / duty_s")
    calls = serializers.IntegerField(help_text="Times that a unit was sent somewhere while on duty.")
    accepted = serializers.IntegerField(help_text="Accepted, or set out without that.")
    accepted_in_time = serializers.IntegerField(help_text="With both stamps, within accept_within_s.")
    accepted_in_time_share = serializers.FloatField(allow_null=True, help_text="accepted_in_time / calls")
    refused = serializers.IntegerField()
    expired = serializers.IntegerField(help_text="Not accepted in time, and so taken back.")
    withdrawn = serializers.IntegerField(help_text="Stood down, or taken for a more urgent incident.")
    arrived = serializers.IntegerField()
    accept_n = serializers.IntegerField(help_text="Pairs that the times to accept are computed from.")
    accept_median_s = serializers.FloatField(allow_null=True)
    accept_p90_s = serializers.FloatField(allow_null=True)
    accept_completeness = serializers.FloatField(allow_null=True, help_text="accept_n / accepted")
    completeness = serializers.FloatField(
        allow_null=True, help_text="calls / (calls + off_shift + unstamped): what is told to somebody's duty."
    )
    off_shift = serializers.IntegerField(help_text="Sent while nobody of the crew was on duty by a shift.")
    unstamped = serializers.IntegerField(help_text="Sent, without the stamp when.")
    unended = serializers.IntegerField(help_text="Over, without the stamp when: it commits no time.")
    is_small = serializers.BooleanField(help_text="Fewer than 10 calls: shares say little.")


class WorkGroupSerializer(serializers.Serializer[Any]):
    """`key` holds a value for each word of `group_by`; null for a district that is not known."""

    key = serializers.DictField()
    figures = WorkSerializer()


class WorkAnswerSerializer(serializers.Serializer[Any]):
    """`as_of` is the moment that the figures tell of."""

    as_of = serializers.DateTimeField()
    accept_within_s = serializers.IntegerField()
    saturation_limit = serializers.FloatField()
    groups = WorkGroupSerializer(many=True)


def _parameter(name: str, description: str, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=description)


class ActivityView(Guarded, APIView):
    """Duty, time committed to calls, and calls answered; without `from` and `to` of the last 30 days."""

    may_read = Can.READ_REPORTS
    may_write = Can.READ_REPORTS

    @extend_schema(
        parameters=[
            _parameter("from", "first local day", OpenApiTypes.DATE),
            _parameter("to", "last local day, included", OpenApiTypes.DATE),
            _parameter("region", "codes, separated by commas; all in scope unless told"),
            _parameter("district", "SOATO codes, separated by commas; `none` for the unknown one"),
            _parameter("unit", "ids of units, separated by commas"),
            _parameter("inspector", "ids of inspectors, separated by commas"),
            _parameter("group_by", f"some of {', '.join(KEYS)}, separated by commas"),
        ],
        responses={200: WorkAnswerSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        at = now()
        values = {name: request.query_params.getlist(name) for name in request.query_params}
        asked, _named = asked_of_field(values, scope=self.scope, today=local_day(at, TASHKENT))
        group_by = groupings_of(values)
        as_of = refresh_for_reading(at=at)
        groups = figures(asked, group_by=group_by)
        return Response(
            {
                "as_of": iso(as_of),
                "accept_within_s": settings.SAFECITY_ACCEPT_WITHIN_S,
                "saturation_limit": SATURATION_LIMIT,
                "groups": [{"key": group.named(), "figures": group.figures.as_json()} for group in groups],
            }
        )


class OwnQuerySerializer(serializers.Serializer[Any]):
    """Local days, both included; without them the last seven."""

    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, Any]:
        # `from` is a word of Python's own.
        return {"from": serializers.DateField(required=False), **super().get_fields()}


class OwnWorkSerializer(serializers.Serializer[Any]):
    """What one's duty came to. Of few calls (`is_small`) shares say little."""

    to = serializers.DateField()
    as_of = serializers.DateTimeField()
    turns = serializers.IntegerField(help_text="Shifts that touch these days.")
    duty_s = serializers.FloatField()
    committed_s = serializers.FloatField(help_text="Time on duty in which the unit was sent somewhere.")
    saturation = serializers.FloatField(allow_null=True, help_text="committed_s / duty_s")
    saturation_limit = serializers.FloatField()
    calls = serializers.IntegerField()
    accepted_in_time = serializers.IntegerField()
    arrived = serializers.IntegerField()
    is_small = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.DateField(), **super().get_fields()}


class OwnActivityView(APIView):
    """`GET`: what my duty came to in these days. Nobody who is no inspector has such figures (404)."""

    permission_classes = [IsSignedIn]

    @extend_schema(
        parameters=[OpenApiParameter("from", date), OpenApiParameter("to", date)],
        responses={200: OwnWorkSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        inspector = inspectors_of(request.user).first() if is_inspector(request.user) else None
        if inspector is None:
            raise NotFound
        at = now()
        period = _own_period(request, at)
        turns = _turns(inspector, period)
        as_of = refresh_for_reading(at=at, units=sorted(set(turns)))
        [group] = figures(Asked(period, EVERYTHING, inspectors=(inspector.pk,)))
        days = {"from": period.first.isoformat(), "to": period.last.isoformat()}
        return Response(days | {"as_of": iso(as_of), "turns": len(turns)} | _told(group.figures))


def _own_period(request: Request, at: datetime) -> Period:
    asked = OwnQuerySerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    last = asked.validated_data.get("to") or local_day(at, TASHKENT)
    first = asked.validated_data.get("from") or max(last, date.min + 7 * DAY) - 6 * DAY
    if not timedelta() <= last - first < LONGEST_D * DAY or last > date.max - DAY:
        raise InvalidInput(fields={"from": [str(InvalidInput.message)]})
    return Period(first, last)


def _turns(inspector: Inspector, period: Period) -> list[int]:
    """The unit of each shift that touches these days."""
    since, until = (
        datetime.combine(day, datetime.min.time(), TASHKENT) for day in (period.first, period.last + DAY)
    )
    shifts = Shift.objects.begun().filter(inspector=inspector).within(since, until)
    return list(shifts.values_list("unit_id", flat=True))


def _told(found: Figures) -> dict[str, Any]:
    whole = found.as_json()
    names = ("duty_s", "committed_s", "saturation", "calls", "accepted_in_time", "arrived", "is_small")
    return {"saturation_limit": SATURATION_LIMIT} | {name: whole[name] for name in names}
