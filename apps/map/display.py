"""The page for a wall: no chrome, the map, what is open and what alarms, read from five metres."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.alarms.models import AlarmType
from apps.core.clock import now
from apps.incidents.models import IncidentType
from apps.map.actions import admit_display
from apps.map.actions.save_view import RESERVED
from apps.map.models import Display, SavedView
from apps.map.refusals import TokenNotValid
from apps.map.views import page_config
from apps.regions.models import District

LIVE = "live"
# How long one view stands where nothing else says so.
SECONDS = 30


@require_safe
@never_cache
@ensure_csrf_cookie
def wall(request: HttpRequest, view: str) -> HttpResponse:
    """The display at this view; who is not signed in gets the page that exchanges the address's token."""
    user = request.user
    if not isinstance(user, User):
        return render(request, "map/display_enter.html")
    if not user.may(Can.READ_LIVE):
        raise Http404
    turns = _turns(user, view)
    config = page_config(request, user) | {"display": {"turns": turns, "names": _names()}}
    return render(request, "map/display.html", {"config": config})


@require_POST
@never_cache
@csrf_protect
def enter(request: HttpRequest) -> HttpResponse:
    """A token becomes a session; 403 `token_not_valid` for any that is not."""
    try:
        admit_display(request=request, token=request.POST.get("token", "")[:200], at=now())
    except TokenNotValid as refusal:
        return JsonResponse(
            {"code": refusal.code, "detail": refusal.detail, "fields": {}}, status=refusal.status
        )
    return HttpResponse(status=204)


def _turns(user: User, slug: str) -> list[dict[str, Any]]:
    """What is shown in turn, beginning with the view of this address. 404 for one that is not this user's."""
    display = Display.objects.filter(user=user).first()
    turns = (
        [_turn(turn.view, turn.seconds) for turn in display.turns.select_related("view")] if display else []
    )
    if slug in RESERVED:
        return turns or [{"slug": LIVE, "name": "", "query": "", "seconds": SECONDS}]
    first = next((n for n, turn in enumerate(turns) if turn["slug"] == slug), None)
    if first is not None:
        return turns[first:] + turns[:first]
    view = SavedView.objects.of(user.pk, user.scope).filter(slug=slug).first()
    if view is None:
        raise Http404
    return [_turn(view, SECONDS)]


def _turn(view: SavedView, seconds: int) -> dict[str, Any]:
    return {"slug": view.slug, "name": view.name, "query": view.query, "seconds": seconds}


def _names() -> dict[str, dict[str, str]]:
    """What the feed names by codes: a display may read nothing else."""
    return {
        "types": {row.code: row.name for row in IncidentType.objects.all()},
        "alarm_types": {row.code: row.name for row in AlarmType.objects.all()},
        "districts": {row.soato: row.name for row in District.objects.all()},
    }
