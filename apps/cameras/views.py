"""The camera wall; and what a stream gateway asks before it serves a playlist or a segment."""

from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.actions import note_viewing
from apps.cameras.models import ViewingKind
from apps.cameras.streams import NotAdmitted, admitted, gateway_origin
from apps.cameras.streams.gateway import TOKEN, camera_of
from apps.core.clock import now
from apps.core.encoding import decode

LONGEST_QUESTION: Final = 16 * 1024


def video_config() -> dict[str, Any]:
    """What scripts must know of live video: `{"gateway", "live_at_once"}`."""
    return {"gateway": bool(gateway_origin()), "live_at_once": settings.SAFECITY_LIVE_AT_ONCE}


@require_safe
@login_required
def wall(request: HttpRequest) -> HttpResponse:
    """The camera wall; which cameras, and how, is in the address."""
    user = request.user
    if not isinstance(user, User) or not user.may(Can.VIEW_VIDEO):
        raise PermissionDenied
    config = {
        "user": {"id": user.pk, "name": user.actor_name, "role": user.role, "language": get_language()},
        "csrf": get_token(request),
        "timezone": settings.TIME_ZONE,
        "video": video_config(),
        "urls": {"login": reverse("account_login"), "logout": reverse("account_logout")},
    }
    return render(request, "cameras/wall.html", {"config": config})


class _Asked(NamedTuple):
    """What the gateway asks about: the viewer's token, what he or she wants, and from where."""

    token: str
    path: str
    address: str


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def authorise_stream(request: HttpRequest) -> HttpResponse:
    """204 when the token in the question opens the stream that is asked for, else 401 with a code.

    `POST`: MediaMTX's `authHTTPAddress` (JSON: user, password, token, ip, action, path, protocol, id, query).
    `GET`: a subrequest of nginx's `auth_request`, the address that was asked for in `X-Original-URI`.
    """
    try:
        asked = _of_mediamtx(request) if request.method == "POST" else _of_nginx(request)
        camera_id = camera_of(asked.path)
        user = admitted(asked.token, camera_id=camera_id, address=asked.address, at=now())
    except NotAdmitted as refusal:
        return JsonResponse({"code": refusal.code}, status=401)
    _note(camera_id, user)
    return HttpResponse(status=204)


def _note(camera_id: int | None, user: User) -> None:
    if camera_id is not None:
        note_viewing(camera_id=camera_id, kind=ViewingKind.STREAM, by=user, at=now())


def _of_mediamtx(request: HttpRequest) -> _Asked:
    """https://mediamtx.org/docs/usage/authentication (HTTP-based)."""
    question = _read(request)
    if question.get("action") != "read":
        raise NotAdmitted("action_refused")
    query = parse_qs(_text(question, "query")).get(TOKEN, [""])
    return _Asked(query[0] or _text(question, "token"), _text(question, "path"), _text(question, "ip"))


def _of_nginx(request: HttpRequest) -> _Asked:
    """https://nginx.org/en/docs/http/ngx_http_auth_request_module.html."""
    path, _, query = request.headers.get("X-Original-URI", "").partition("?")
    return _Asked(parse_qs(query).get(TOKEN, [""])[0], path, request.headers.get("X-Original-IP", ""))


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        question = decode(request.body) if len(request.body) <= LONGEST_QUESTION else None
    except ValueError:
        question = None
    if not isinstance(question, dict):
        raise NotAdmitted("question_unreadable")
    return question


def _text(question: dict[str, Any], name: str) -> str:
    value = question.get(name)
    return value if isinstance(value, str) else ""
