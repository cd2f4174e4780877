"""`POST /api/v1/readings/` as a bare ASGI route: the busiest address of the portal, and no thread waits in it.

A request is read and checked in a thread, gathered with others into one transaction, and answered when that is
committed. The same address is a view too (`views.ReadingsView`), for the schema and for servers without ASGI.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import structlog
from django.core.handlers.asgi import ASGIRequest
from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.api.authentication import ApiKeyAuthentication
from apps.accounts.api.permissions import ScopeIsMissing
from apps.accounts.knocks import knock
from apps.accounts.roles import Can
from apps.core.api.errors import body
from apps.core.api.throttles import seconds_to_wait
from apps.core.asgi import Receive, Scope, Send, answer_json, language_of
from apps.core.clock import now
from apps.core.encoding import decode
from apps.core.errors import DomainError
from apps.live.admission import request_of
from apps.live.reading import call_in
from apps.sensors.api.batches import read_batch, told
from apps.sensors.given import Rows
from apps.sensors.intake import TooBusy, gatherer

log = structlog.get_logger(__name__)
_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="readings-read")


class NoKey(DomainError):
    """Nobody who may be known by a key."""

    code = "not_authenticated"
    status = 401
    message = _("An API key is needed, and this one is missing or not valid.")


class NotJSON(DomainError):
    """A body that is no JSON."""

    code = "parse_error"
    status = 400
    message = _("The body is no JSON.")


class NoSuchMethod(DomainError):
    """Only POST is answered here."""

    code = "method_not_allowed"
    status = 405
    message = _("This address takes POST alone.")


class TooOften(DomainError):
    """The key has sent as many requests as a minute holds; `seconds` until the next."""

    code = "throttled"
    status = 429
    message = _("Too many requests. Please wait a moment.")

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__()


class OutOfOrder(DomainError):
    """The database does not answer."""

    code = "unavailable"
    status = 503
    message = _("The portal cannot answer just now. Please try again.")


async def readings(scope: Scope, receive: Receive, send: Send) -> None:
    """Store what is sent and answer what became of it; errors as in the rest of the API."""
    try:
        outcome = await _outcome(scope, receive)
    except DomainError as error:
        await _refuse(send, error, language_of(scope))
    except DatabaseError:
        log.warning("readings_failed", exc_info=True)
        await _refuse(send, OutOfOrder(), language_of(scope))
    else:
        await answer_json(send, outcome)


async def _outcome(scope: Scope, receive: Receive) -> dict[str, Any]:
    if scope["method"] != "POST":
        raise NoSuchMethod
    waiting = gatherer()
    waiting.ask_for_room()
    text = await _body(receive)
    rows = await call_in(_threads, partial(_read, request_of(scope), text))
    return told(await waiting.store(rows))


async def _body(receive: Receive) -> bytes:
    """The whole body, which is here already (`Spooled`)."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _read(request: ASGIRequest, text: bytes) -> Rows:
    """Who sends what."""
    try:
        found = ApiKeyAuthentication().authenticate(request)
    except AuthenticationFailed:
        knock(request, at=now(), detail={"status": 401, "code": "key_not_valid"})
        raise NoKey from None
    if found is None:
        raise NoKey
    client, _key = found
    if not client.may(Can.WRITE_READINGS):
        raise ScopeIsMissing(values={"scope": Can.WRITE_READINGS.value})
    if (seconds := seconds_to_wait("key", client.pk)) is not None:
        raise TooOften(seconds)
    try:
        given = decode(text)
    except ValueError:
        raise NotJSON from None
    return read_batch(given, client.scope, at=now())


def _headers_of(error: DomainError) -> dict[str, str]:
    if isinstance(error, TooOften):
        return {"retry-after": str(error.seconds + 1)}
    if isinstance(error, TooBusy | OutOfOrder):
        return {"retry-after": "1"}
    if isinstance(error, NoKey):
        return {"www-authenticate": "Api-Key"}
    return {"allow": "POST"} if isinstance(error, NoSuchMethod) else {}


async def _refuse(send: Send, error: DomainError, language: str) -> None:
    with translation.override(language):
        value = body(error.code, error.detail, error.fields)
    await answer_json(send, value, status=error.status, headers=_headers_of(error))
