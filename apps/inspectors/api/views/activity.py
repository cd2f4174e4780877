"""An inspector reads his or her own figures, and nobody else's."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import IsSignedIn
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import TASHKENT, iso, now
from apps.core.errors import InvalidInput, NotFound
from apps.inspectors.activity import SATURATION_LIMIT, Activity, Sending, Span, Turn, activity_of
from apps.inspectors.api.permissions import inspectors_of, is_inspector
from apps.inspectors.api.serializers.activity import ActivityQuerySerializer, ActivitySerializer
from apps.inspectors.models import Assignment, Inspector, Shift

LONGEST_D: Final = 366
DAY: Final = timedelta(days=1)


class OwnActivityView(APIView):
    """`GET`: what my duty came to in these days. Nobody who is no inspector has such figures (404)."""

    permission_classes = [IsSignedIn]

    @extend_schema(
        parameters=[OpenApiParameter("from", date), OpenApiParameter("to", date)],
        responses={200: ActivitySerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        inspector = inspectors_of(request.user).first() if is_inspector(request.user) else None
        if inspector is None:
            raise NotFound
        at = now()
        first, last = _days(request, at)
        span = (_midnight(first), _midnight(last + DAY))
        found = _activity(inspector, span, at)
        return Response({"from": first.isoformat(), "to": last.isoformat(), "as_of": iso(at)} | _told(found))


def _days(request: Request, at: datetime) -> tuple[date, date]:
    asked = ActivityQuerySerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    last = asked.validated_data.get("to") or at.astimezone(TASHKENT).date()
    first = asked.validated_data.get("from") or max(last, date.min + 7 * DAY) - 6 * DAY
    if not timedelta() <= last - first < LONGEST_D * DAY or last > date.max - DAY:
        raise InvalidInput(fields={"from": [str(InvalidInput.message)]})
    return first, last


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TASHKENT)


def _activity(inspector: Inspector, span: Span, at: datetime) -> Activity:
    shifts = Shift.objects.begun().filter(inspector=inspector).within(*span)
    columns = ("unit_id", "began_at", "ended_at")
    turns = [Turn(*row) for row in shifts.values_list(*columns)]
    stamps = ("unit_id", "assigned_at", "accepted_at", "on_scene_at", "ended_at")
    sent = Assignment.objects.filter(unit__in={turn.unit_id for turn in turns}, assigned_at__lt=span[1])
    sent = sent.exclude(ended_at__lte=span[0])
    sendings = [Sending(*row) for row in sent.values_list(*stamps)]
    within = timedelta(seconds=settings.SAFECITY_ACCEPT_WITHIN_S)
    return activity_of(turns, sendings, span=span, at=at, within=within)


def _told(found: Activity) -> dict[str, Any]:
    return {
        "turns": found.turns,
        "duty_s": found.duty_s,
        "committed_s": found.committed_s,
        "saturation": found.saturation,
        "saturation_limit": SATURATION_LIMIT,
        "calls": found.calls,
        "accepted_in_time": found.accepted_in_time,
        "arrived": found.arrived,
        "is_small": found.is_small,
    }
