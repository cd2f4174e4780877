"""`POST /intake/owntracks/pub?u=&d=` for servers without ASGI: the password is a device's own secret or an API key."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.keys import client_of_key
from apps.accounts.roles import Can
from apps.core.clock import now
from apps.inspectors.actions import Fate, record_positions
from apps.inspectors.api.readings import BadRow
from apps.inspectors.device_secrets import is_secret, secret_of
from apps.interchange.owntracks.reading import REALM, device_named, password_of, reading_of_body
from apps.interchange.owntracks.translate import NotAPosition
from apps.regions.scope import EVERYTHING, Scope


class ScopeMissing(Exception):
    """The key is valid, and may not write positions."""


class Sender(NamedTuple):
    """Whose position it is, and where the sender may say so."""

    identifier: str
    scope: Scope


@csrf_exempt
@require_POST
def owntracks(request: HttpRequest) -> HttpResponse:
    """Answers `[]`; other types than `location` are ignored.

    A device's secret says whose position it is. With a key the device is `d`, or `u/d` where a user is named.
    """
    at = now()
    try:
        sender = _sender(request, at)
    except AuthenticationFailed:
        return HttpResponse(status=401, headers={"WWW-Authenticate": REALM})
    except ScopeMissing:
        return HttpResponse(status=403)
    try:
        reading = reading_of_body(request.body, device=sender.identifier, at=at)
    except (NotAPosition, BadRow) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    if reading is None:
        return JsonResponse([], safe=False)
    (fate,) = record_positions(readings=[reading], scope=sender.scope, at=at)
    return JsonResponse([], safe=False, status=404 if fate == Fate.UNKNOWN_DEVICE else 200)


def _sender(request: HttpRequest, at: datetime) -> Sender:
    password = password_of(request.headers.get("Authorization", ""))
    if is_secret(password):
        found = secret_of(password)
        if found is None:
            raise AuthenticationFailed
        return Sender(found.device.identifier, EVERYTHING)
    client, _key = client_of_key(password, at=at)
    if not client.may(Can.WRITE_POSITIONS):
        raise ScopeMissing
    return Sender(_device(request), client.scope)


def _device(request: HttpRequest) -> str:
    limits = {
        "limit_u": request.headers.get("X-Limit-U", ""),
        "limit_d": request.headers.get("X-Limit-D", ""),
    }
    return device_named(request.META.get("QUERY_STRING", ""), **limits)
