"""The console page, and the addresses that open it at an incident."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.readers import for_those_who
from apps.accounts.roles import Can, Role
from apps.accounts.start import start_page
from apps.cameras.views import video_config
from apps.core.clock import iso, now
from apps.core.errors import NotFound
from apps.core.tiles import tiles
from apps.incidents.api.views.base import incident_in_scope
from apps.map.forms import PlaybackForm
from apps.regions.models import Region
from apps.sensors.models import SensorKind

CONSOLE_FIRST: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.DUTY_OFFICER})


def _region(region: Region) -> dict[str, Any]:
    bounds = region.boundary.extent if region.boundary else None
    centre = [region.label_point.x, region.label_point.y] if region.label_point else None
    return {"code": region.code, "name": region.name, "center": centre, "bbox": bounds}


def _sensor_kinds() -> dict[str, dict[str, Any]]:
    kinds = SensorKind.objects.all()
    return {
        kind.code: {"name": kind.name, "symbol": kind.symbol, "decimals": kind.decimals} for kind in kinds
    }


def page_config(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the console's scripts must know before their first request."""
    return {
        "user": {
            "id": user.pk,
            "name": user.actor_name,
            "role": user.role,
            "language": translation.get_language(),
            "permissions": sorted(can.value for can in Can if user.may(can)),
        },
        "regions": [_region(region) for region in Region.objects.in_scope(user.scope)],
        "csrf": get_token(request),
        "tiles": tiles(),
        "demo": settings.SAFECITY_DEMO,
        "video": video_config(),
        "sensor_kinds": _sensor_kinds() if user.may(Can.READ_SENSORS) else {},
        "timezone": settings.TIME_ZONE,
        "urls": {"login": reverse("account_login"), "logout": reverse("account_logout")},
    }


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The console for those who work at it; everybody else's own start page."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required saw to it
    if Role(user.role) in CONSOLE_FIRST:
        return console(request)
    return redirect(start_page(user))


@require_safe
@login_required
def console(request: HttpRequest) -> HttpResponse:
    """The live map with its lists and panels."""
    user = request.user
    if not isinstance(user, User) or not user.may(Can.READ_LIVE) or Role(user.role) is Role.DISPLAY:
        raise PermissionDenied
    context = {"config": page_config(request, user), "may_see_cameras": user.may(Can.READ_CAMERAS)}
    return render(request, "map/console.html", context)


@require_safe
@login_required
def incident(request: HttpRequest, number: str) -> HttpResponse:
    """The console, opened at this incident; 404 when it is missing or out of scope."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required saw to it
    if not user.may(Can.READ_INCIDENTS):
        raise Http404
    try:
        found = incident_in_scope(number, user.scope)
    except NotFound:
        raise Http404 from None
    return redirect(f"{reverse('console')}?{urlencode({'incident': str(found.pk)})}")


@require_safe
@never_cache
@for_those_who(Can.READ_TRACKS)
def playback(request: HttpRequest, reader: User) -> HttpResponse:
    """A region's past on the map, to be played back."""
    form = PlaybackForm(request.GET, reader=reader, at=now())
    config = page_config(request, reader)
    if form.is_valid():
        region, since = form.cleaned_data["region"], form.cleaned_data["since"]
        until = since + timedelta(hours=form.cleaned_data["hours"])
        shown = {"region": region.code, "from": iso(since), "to": iso(until), "zone": region.time_zone}
        config["playback"] = shown
    return render(request, "map/playback.html", {"form": form, "config": config})
