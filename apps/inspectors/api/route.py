"""`POST /intake/positions/` as a bare ASGI route: no thread waits in it, and requests share a transaction.

The same address is a view too (`views.intake.PositionsView`), for servers without ASGI.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import structlog
from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError

from apps.core.api.errors import body
from apps.core.api.parsers import guard_shape
from apps.core.asgi import BodyTooShort, Receive, Scope, Send, answer_json, language_of
from apps.core.bodies import BULK
from apps.core.clock import now
from apps.core.encoding import decode
from apps.core.errors import DomainError
from apps.core.hot import BodyTooSlow, body_of, header
from apps.inspectors.api.batches import Batch, read_batch
from apps.inspectors.api.callers import NoKey, TooOften, callers
from apps.inspectors.gathering import OutOfOrder, TooBusy, gatherer
from apps.inspectors.positions import Fate
from apps.live.reading import call_in

log = structlog.get_logger(__name__)
# Reading more than this takes longer than others should wait for the event loop.
IN_THREAD_FROM: Final = 256 * 1024
_threads: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="positions-read")


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


class CutShort(DomainError):
    """The body did not come whole, or not in time."""

    code = "body_incomplete"
    status = 400
    message = _("The request arrived incomplete.")


async def positions(scope: Scope, receive: Receive, send: Send) -> None:
    """Store what is sent and answer what became of it; errors as in the rest of the API."""
    try:
        outcome = await _outcome(scope, receive)
    except (BodyTooShort, BodyTooSlow):
        await _refuse(send, CutShort(), language_of(scope))
    except DomainError as error:
        await _refuse(send, error, language_of(scope))
    except DatabaseError:
        log.warning("positions_failed", exc_info=True)
        await _refuse(send, OutOfOrder(), language_of(scope))
    else:
        await answer_json(send, outcome)


async def _outcome(scope: Scope, receive: Receive) -> dict[str, Any]:
    if scope["method"] != "POST":
        raise NoSuchMethod
    desk = gatherer()
    desk.ask_for_room()
    word, _space, given = header(scope, b"authorization").partition(" ")
    if word.lower() != "api-key":
        raise NoKey
    given = given.strip()
    key = await callers.of(scope, given)
    text = await body_of(scope, receive, at_most=BULK)
    batch = _read(text) if len(text) < IN_THREAD_FROM else await call_in(_threads, partial(_read, text))
    desk.figures.refuse(400, len(batch.rejected))
    fates = await desk.store([(key, reading) for reading in batch.readings])
    if Fate.KEY_NOT_VALID in fates:
        callers.forget(given)
        await callers.of(scope, given)
        raise NoKey
    return batch.told(fates)


def _read(text: bytes) -> Batch:
    try:
        guard_shape(text, BULK)
        given = decode(text)
    except (ValueError, ParseError):
        raise NotJSON from None
    return read_batch(given, at=now())


def _headers_of(error: DomainError) -> dict[str, str]:
    if isinstance(error, TooOften):
        return {"retry-after": str(error.seconds + 1)}
    if isinstance(error, TooBusy | OutOfOrder):
        return {"retry-after": "1"}
    if isinstance(error, NoKey):
        return {"www-authenticate": "Api-Key"}
    return {"allow": "POST"} if isinstance(error, NoSuchMethod) else {}


async def _refuse(send: Send, error: DomainError, language: str) -> None:
    gatherer().figures.refuse(error.status)
    with translation.override(language):
        value = body(error.code, error.detail, error.fields)
    headers = {"connection": "close"} if error.status == 413 else {}
    await answer_json(send, value, status=error.status, headers=headers | _headers_of(error))
