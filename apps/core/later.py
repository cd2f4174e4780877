"""Answers that are waited for: a view decides in its thread, the event loop does the waiting, no thread is held.

The view, with all that middleware does for it, answers quickly; what takes long (a camera that may hang) it puts
off. The answer that comes then replaces the view's own, whose other headers stay.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.asgi import Application, Message, Receive, Scope, Send, refuse

log = structlog.get_logger(__name__)
EXTENSION: Final = "safecity.later"
PUT_OFF: Final = 202


@dataclass(frozen=True, slots=True)
class Waited:
    """The answer that was waited for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Work = Callable[[], Awaitable[Waited]]


def put_off(request: HttpRequest, work: Work) -> bool:
    """Have `work()` awaited once this thread is free, and then answer 202; False where no event loop serves us."""
    extensions = request.META.get("asgi.scope", {}).get("extensions") or {}
    works: list[Work] | None = extensions.get(EXTENSION)
    if works is None:
        return False
    works.append(work)
    return True


class Waiting:
    """Offers `app` to put its answers off. Whoever leaves meanwhile is waited for no longer."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        works: list[Work] = []
        held = _Held(works, send)
        offered = {**(scope.get("extensions") or {}), EXTENSION: works}
        await self.app({**scope, "extensions": offered}, receive, held)
        if held.head is not None:
            await self._wait(works[0], held.head, scope, receive, send)

    async def _wait(self, work: Work, head: Message, scope: Scope, receive: Receive, send: Send) -> None:
        waited = asyncio.ensure_future(work())
        gone = asyncio.ensure_future(_gone(receive))
        await asyncio.wait({waited, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not waited.done():
            waited.cancel()
        elif (error := waited.exception()) is not None:
            log.error("waiting_failed", path=scope["path"], exc_info=error)
            await refuse(scope, send, 503, "unavailable", _("The portal cannot answer just now."))
        else:
            await _answer(waited.result(), head, send)


class _Held:
    """Lets every answer pass but the placeholder of one that is put off, of which it keeps the head."""

    def __init__(self, works: list[Work], send: Send) -> None:
        self.works = works
        self.send = send
        self.head: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self.works and message["status"] == PUT_OFF:
            self.head = message
        elif self.head is None:
            await self.send(message)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(waited: Waited, head: Message, send: Send) -> None:
    ours: dict[str, str] = {**waited.headers, "Content-Length": str(len(waited.body))}
    replaced = {name.lower().encode() for name in ours} | {b"content-type"}
    kept: list[Any] = [(name, value) for name, value in head["headers"] if name.lower() not in replaced]
    headers = kept + [(name.lower().encode(), value.encode("latin-1")) for name, value in ours.items()]
    await send({"type": "http.response.start", "status": waited.status, "headers": headers})
    await send({"type": "http.response.body", "body": waited.body})
