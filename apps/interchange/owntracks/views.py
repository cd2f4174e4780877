"""`POST /intake/owntracks/pub?u=&d=` for servers without ASGI: the password is a key with `positions:write`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.keys import client_of_key
from apps.accounts.models import ApiClient
from apps.accounts.roles import Can
from apps.core.clock import now
from apps.inspectors.actions import Fate, record_positions
from apps.inspectors.api.readings import BadRow
from apps.interchange.owntracks.reading import REALM, device_named, password_of, reading_of_body
from apps.interchange.owntracks.translate import NotAPosition


@csrf_exempt
@require_POST
def owntracks(request: HttpRequest) -> HttpResponse:
    """Answers `[]`. The device is `d`, or `u/d` where a user is named; other types than `location` are ignored."""
    client = _client(request)
    if client is None:
        return HttpResponse(status=401, headers={"WWW-Authenticate": REALM})
    if not client.may(Can.WRITE_POSITIONS):
        return HttpResponse(status=403)
    at = now()
    try:
        reading = reading_of_body(request.body, device=_device(request), at=at)
    except (NotAPosition, BadRow) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    if reading is None:
        return JsonResponse([], safe=False)
    (fate,) = record_positions(readings=[reading], scope=client.scope, at=at)
    return JsonResponse([], safe=False, status=404 if fate == Fate.UNKNOWN_DEVICE else 200)


def _device(request: HttpRequest) -> str:
    limits = {
        "limit_u": request.headers.get("X-Limit-U", ""),
        "limit_d": request.headers.get("X-Limit-D", ""),
    }
    return device_named(request.META.get("QUERY_STRING", ""), **limits)


def _client(request: HttpRequest) -> ApiClient | None:
    """The API client whose key is the password."""
    key = password_of(request.headers.get("Authorization", ""))
    try:
        return client_of_key(key, at=now())[0] if key else None
    except AuthenticationFailed:
        return None
