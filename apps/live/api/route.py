"""`GET /api/v1/live/snapshot/` as a bare ASGI route: when a server restarts, every screen asks at once."""

import asyncio
import gzip
from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

import structlog
from django.core.handlers.asgi import ASGIRequest
from django.db import Error as DatabaseError

from apps.core.asgi import Receive, Scope, Send, answer, language_of
from apps.core.encoding import encode
from apps.live.admission import NotAdmitted, admit, request_of
from apps.live.api.refusing import refuse, refuse_entry
from apps.live.batches import Batches
from apps.live.reading import at_the_door
from apps.live.snapshot import compose
from apps.regions.scope import Scope as RegionScope

log = structlog.get_logger(__name__)
WORTH_PACKING: Final = 1024

# The answer's body, and the header that tells its encoding.
Answer = tuple[bytes, dict[str, str]]
_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Batches[Answer]] = WeakKeyDictionary()


def _batches() -> Batches[Answer]:
    return _of_loop.setdefault(asyncio.get_running_loop(), Batches())


async def snapshot(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer all that is open in the caller's scope; 401 or 403 as the rest of the API."""
    request = request_of(scope)
    language = language_of(scope)
    if scope["method"] not in {"GET", "HEAD"}:
        await refuse(send, 405, "method_not_allowed", language, allow="GET, HEAD")
        return
    try:
        packed, encoding = await _answer_for(request)
    except NotAdmitted as refusal:
        await refuse_entry(send, refusal, language)
        return
    except DatabaseError:
        log.warning("snapshot_failed", exc_info=True)
        await refuse(send, 503, "unavailable", language, retry_after="1")
        return
    await answer(send, packed, headers={"vary": "Cookie, Authorization, Accept-Encoding", **encoding})


async def _answer_for(request: ASGIRequest) -> Answer:
    admission = await at_the_door(admit, request, of_socket=False)
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    key = (admission.scope, admission.redacted, admission.topics, packs)
    return await _batches().ask(key, partial(at_the_door, _composed, *key))


def _composed(scope: RegionScope, redacted: bool, topics: frozenset[str], packs: bool) -> Answer:
    plain = encode(compose(scope, redacted=redacted, topics=topics))
    if len(plain) < WORTH_PACKING or not packs:
        return plain, {}
    return gzip.compress(plain, compresslevel=4), {"content-encoding": "gzip"}
