"""The pages of limits, for a person who is no programmer: of one sensor, or of a kind in a region or everywhere."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.accounts.readers import for_those_who
from apps.accounts.roles import Can
from apps.core.clock import now
from apps.core.errors import DomainError, NotFound, Sought
from apps.regions.models import Region
from apps.sensors.actions import GivenThreshold, Holder, set_limits
from apps.sensors.actions.set_thresholds import said_by
from apps.sensors.items import unit_of
from apps.sensors.limit_forms import LimitForm, given_by, limit_rows
from apps.sensors.limits import faults_of, sentence
from apps.sensors.models import Sensor, SensorKind
from apps.sensors.trial import try_limits

TRIED = timedelta(days=1)
CHANGES = 30


@require_safe
@never_cache
@for_those_who(Can.SET_LIMITS)
def kinds(request: HttpRequest, reader: User) -> HttpResponse:
    """The kinds of sensor, with how many limits hold for each."""
    rows = SensorKind.objects.annotate(
        limits=Count("thresholds", filter=Q(thresholds__owner="", thresholds__retired_at=None))
    )
    return render(request, "sensors/kinds.html", {"kinds": sorted(rows, key=lambda kind: kind.name)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_those_who(Can.SET_LIMITS)
def sensor_limits(request: HttpRequest, reader: User, sensor_id: int) -> HttpResponse:
    """The own limits of one sensor, which stand in the place of its kind's of the same measure."""
    rows = Sensor.objects.in_scope(reader.scope).active().shown()
    try:
        sensor = rows.get(pk=sensor_id)
    except Sensor.DoesNotExist:
        raise NotFound(Sought(Sensor, "pk", sensor_id)) from None
    return _limits(request, reader, Holder(sensor.kind, sensor=sensor))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_those_who(Can.SET_LIMITS)
def kind_limits(request: HttpRequest, reader: User, code: str) -> HttpResponse:
    """The limits of a kind in `?region=`; everywhere, for those of the whole nation alone, without it."""
    try:
        kind = SensorKind.objects.get(pk=code)
    except SensorKind.DoesNotExist:
        raise NotFound(Sought(SensorKind, "pk", code)) from None
    return _limits(request, reader, Holder(kind, region=_region(request, reader)))


def _region(request: HttpRequest, reader: User) -> str | None:
    offered = list(Region.objects.in_scope(reader.scope).order_by("code").values_list("code", flat=True))
    asked = request.GET.get("region") or (None if reader.scope.is_national else next(iter(offered), ""))
    if asked is not None and asked not in offered:
        raise PermissionDenied
    return asked


def _limits(request: HttpRequest, reader: User, holder: Holder) -> HttpResponse:
    present = list(holder.rows().filter(retired_at=None).order_by("measure", "compare", "limit"))
    context: dict[str, Any] = {"seen": ",".join(str(one.pk) for one in present)}
    rows = limit_rows([said_by(one) for one in present], request.POST or None)
    if request.method == "POST":
        context["seen"] = request.POST.get("seen", "")
        if rows.is_valid():
            pairs = given_by(rows)
            limits = [limit for _form, limit in pairs]
            if _are_sensible(pairs, holder):
                if request.POST.get("do") != "try":
                    return _kept(request, reader, holder, limits)
                context |= _trial(holder, limits, reader)
    return _page(request, reader, holder, rows, context)


def _are_sensible(pairs: Sequence[tuple[LimitForm, GivenThreshold]], holder: Holder) -> bool:
    """Put what is wrong beside its row."""
    faults = faults_of([limit for _form, limit in pairs], holder.kind, interval_s=holder.interval_s)
    for place, texts in faults.items():
        for text in texts:
            pairs[place][0].add_error("limit", text)
    return not faults


def _kept(request: HttpRequest, reader: User, holder: Holder, limits: list[GivenThreshold]) -> HttpResponse:
    seen = [int(one) for one in request.POST.get("seen", "").split(",") if one.isdecimal()]
    try:
        set_limits(holder=holder, limits=limits, seen=seen, by=reader, at=now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The limits are kept and hold from now on."))
    return redirect(request.get_full_path())


def _trial(holder: Holder, limits: list[GivenThreshold], reader: User) -> dict[str, Any]:
    until = now()
    trial = try_limits(holder, limits, since=until - TRIED, until=until, scope=reader.scope)
    return {"trial": trial, "tried": [(one, sentence(one.limit, holder.kind)) for one in trial.tried]}


def _page(
    request: HttpRequest,
    reader: User,
    holder: Holder,
    rows: "forms.BaseFormSet[LimitForm]",
    context: dict[str, Any],
) -> HttpResponse:
    kind = holder.kind
    regions = Region.objects.in_scope(reader.scope).order_by("code")
    shown = {
        "holder": holder,
        "kind": kind,
        "rows": rows,
        "units": [unit_of(kind.symbol or kind.unit, measure) for measure in ("value", "rate", "absence")],
        "regions": [] if holder.sensor else regions,
        "is_national": reader.scope.is_national,
        "changes": _changes(holder),
    }
    return render(request, "sensors/limits.html", shown | context)


def _changes(holder: Holder) -> list[dict[str, Any]]:
    """Who set or took away which limit, the newest first."""
    model = apps.get_model("sensors", "ThresholdEvent")
    events = list(
        model._default_manager.filter(pgh_obj__in=holder.rows())
        .select_related("pgh_context")
        .order_by("-pgh_created_at", "-pgh_id")[:CHANGES]
    )
    by = [(event.pgh_context.metadata if event.pgh_context else {}).get("user") for event in events]
    people = User.objects.in_bulk([pk for pk in by if pk is not None])
    return [
        {
            "at": event.pgh_created_at,
            "by": people.get(pk),
            "is_gone": event.retired_at is not None,
            "sentence": sentence(said_by(event), holder.kind),
        }
        for event, pk in zip(events, by, strict=True)
    ]
