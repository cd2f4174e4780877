"""Columns of many objects as a bare ASGI route: when a server restarts, every screen asks at once."""

import asyncio
from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

import structlog
from django.db import Error as DatabaseError

from apps.accounts.roles import Can
from apps.core.asgi import Application, Receive, Scope, Send, language_of
from apps.live.admission import NotAdmitted, admit, request_of
from apps.live.api.refusing import refuse, refuse_entry
from apps.live.batches import Batches
from apps.live.reading import at_the_door
from apps.regions.columns import Answer, Body, Kept, answer_of

log = structlog.get_logger(__name__)


def columns_route(kept: Kept, needs: Can) -> Application:
    """`GET` and `HEAD` of what `kept` holds of the caller's scope, for who may do what it `needs`."""
    batches: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, Batches[Body]]] = WeakKeyDictionary()

    async def found(scope: Scope) -> Answer:
        request = request_of(scope)
        admission = await at_the_door(admit, request, of_socket=False, needs=needs)
        asked = batches.setdefault(asyncio.get_running_loop(), Batches())
        body = await asked.ask(admission.scope, partial(at_the_door, kept.body, admission.scope))
        return answer_of(body, request.headers)

    async def columns(scope: Scope, receive: Receive, send: Send) -> None:
        language = language_of(scope)
        if scope["method"] not in {"GET", "HEAD"}:
            await refuse(send, 405, "method_not_allowed", language, allow="GET, HEAD")
            return
        try:
            answer = await found(scope)
        except NotAdmitted as refusal:
            await refuse_entry(send, refusal, language)
        except DatabaseError:
            log.warning("columns_failed", columns=kept.source.name, exc_info=True)
            await refuse(send, 503, "unavailable", language, retry_after="1")
        else:
            await _send(send, answer, has_body=scope["method"] == "GET")

    return columns


async def _send(send: Send, answer: Answer, *, has_body: bool) -> None:
    headers = {**answer.headers, "X-Content-Type-Options": "nosniff"}
    if answer.status == 200:
        headers["Content-Length"] = str(len(answer.content))
    named = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": named})
    await send({"type": "http.response.body", "body": answer.content if has_body else b""})
