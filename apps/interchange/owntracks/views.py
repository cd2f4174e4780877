"""`POST /intake/owntracks/pub?u=&d=`: Basic auth, whose password is an API key with `positions:write`."""

import base64
import binascii
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.keys import client_of_key
from apps.accounts.models import ApiClient
from apps.accounts.roles import Can
from apps.core.clock import now
from apps.core.encoding import decode
from apps.inspectors.actions import Fate, record_positions
from apps.inspectors.api.readings import BadRow, reading_of
from apps.interchange.owntracks.translate import NotAPosition, row_of


@csrf_exempt
@require_POST
def owntracks(request: HttpRequest) -> HttpResponse:
    """Answers `[]`. The device is `d`, or `u/d` where a user is named; other types than `location` are ignored."""
    client = _client(request)
    if client is None:
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="owntracks"'})
    if not client.may(Can.WRITE_POSITIONS):
        return HttpResponse(status=403)
    try:
        message = decode(request.body)
    except ValueError:
        return HttpResponse("not JSON", status=400, content_type="text/plain")
    if not isinstance(message, Mapping) or message.get("_type") != "location":
        return JsonResponse([], safe=False)
    return _take(request, client, message)


def _take(request: HttpRequest, client: ApiClient, message: Mapping[str, object]) -> HttpResponse:
    at = now()
    try:
        reading = reading_of(row_of(message, device=_device(request)), at=at)
    except (NotAPosition, BadRow) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    (fate,) = record_positions(readings=[reading], scope=client.scope, at=at)
    return JsonResponse([], safe=False, status=404 if fate == Fate.UNKNOWN_DEVICE else 200)


def _device(request: HttpRequest) -> str:
    """From the address, or from the headers that the app sends instead."""
    user = request.GET.get("u") or request.headers.get("X-Limit-U", "")
    device = request.GET.get("d") or request.headers.get("X-Limit-D", "")
    return f"{user}/{device}" if user and device else device


def _client(request: HttpRequest) -> ApiClient | None:
    """The API client whose key is the password."""
    word, _, packed = request.headers.get("Authorization", "").partition(" ")
    if word.lower() != "basic":
        return None
    try:
        _, _, key = base64.b64decode(packed, validate=True).decode().partition(":")
        return client_of_key(key, at=now())[0]
    except (binascii.Error, UnicodeDecodeError, AuthenticationFailed):
        return None
