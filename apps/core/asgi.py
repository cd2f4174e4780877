"""A small ASGI layer before Django's threads: headers that lie and bodies that trickle never reach them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final
from urllib.parse import quote_from_bytes

from django.core.handlers.asgi import ASGIRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.encoding import encode
from apps.core.errors import BodyTooLarge

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

IN_MEMORY: Final = 1024 * 1024
CHUNK: Final = 64 * 1024
# Every byte that a query string may hold, besides letters and digits; the rest is percent-encoded.
QUERY_SAFE: Final = "%!$&'()*+,-./:;=?@_~[]{}|\\^`\"<>#"


class BodyTooShort(Exception):
    """The client went away, or sent less or more than it announced."""


class Spooled:
    """Hands a request to `app` only when its whole body is here, under limits of size and time.

    413 over the bytes that `limit_of` gives an address and a type of content, 408 after `within_s` seconds or
    `pause_s` without a byte, 400 for a body that is not as long as announced.
    """

    def __init__(
        self, app: Application, *, limit_of: Callable[[str, str], int], within_s: float, pause_s: float
    ) -> None:
        self.app = app
        self.limit_of = limit_of
        self.within_s = within_s
        self.pause_s = pause_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                size = await self._spool(scope, receive, body)
            except BodyTooLarge:
                await refuse(scope, send, BodyTooLarge.status, BodyTooLarge.code, BodyTooLarge.message)
            except TimeoutError:
                await refuse(scope, send, 408, "body_too_slow", _("The request took too long to arrive."))
            except BodyTooShort:
                await refuse(scope, send, 400, "body_incomplete", _("The request arrived incomplete."))
            else:
                await self.app(_with_length(scope, size), _replay(body, size, receive), send)

    async def _spool(self, scope: Scope, receive: Receive, body: IO[bytes]) -> int:
        announced = _announced(scope["headers"])
        limit = self.limit_of(scope["path"], _content_type(scope["headers"]))
        if announced is not None and announced > limit:
            raise BodyTooLarge
        size = 0
        async with asyncio.timeout(self.within_s):
            while True:
                async with asyncio.timeout(self.pause_s):
                    message = await receive()
                if message["type"] == "http.disconnect":
                    raise BodyTooShort
                size += len(message.get("body", b""))
                if size > limit:
                    raise BodyTooLarge
                body.write(message.get("body", b""))
                if not message.get("more_body", False):
                    break
        if announced is not None and size != announced:
            raise BodyTooShort
        body.seek(0)
        return size


def _announced(headers: list[tuple[bytes, bytes]]) -> int | None:
    for name, value in headers:
        if name == b"content-length":
            if not value.isdigit():
                raise BodyTooShort
            return int(value)
    return None


def _content_type(headers: list[tuple[bytes, bytes]]) -> str:
    return next((value.decode("latin-1").lower() for name, value in headers if name == b"content-type"), "")


def _with_length(scope: Scope, size: int) -> Scope:
    """The scope with the length that arrived: WSGI takes a chunked body without one for empty."""
    framing = (b"content-length", b"transfer-encoding")
    kept = [(name, value) for name, value in scope["headers"] if name not in framing]
    if size or len(kept) != len(scope["headers"]):
        kept.append((b"content-length", str(size).encode()))
    query = quote_from_bytes(scope["query_string"], safe=QUERY_SAFE).encode()
    return {**scope, "headers": kept, "query_string": query}


def _replay(body: IO[bytes], size: int, receive: Receive) -> Receive:
    sent = 0
    is_over = False

    async def receive_again() -> Message:
        nonlocal sent, is_over
        if is_over:
            return await receive()
        chunk = body.read(CHUNK)
        sent += len(chunk)
        is_over = sent >= size
        return {"type": "http.request", "body": chunk, "more_body": not is_over}

    return receive_again


def language_of(scope: Scope) -> str:
    """The language that the request's cookie or header asks for."""
    return translation.get_language_from_request(ASGIRequest({**scope}, BytesIO()))


async def refuse(scope: Scope, send: Send, status: int, code: str, detail: str | Promise) -> None:
    """An error of the API's shape, after which the connection is closed."""
    with translation.override(language_of(scope)):
        value = {"code": code, "detail": str(detail), "fields": {}}
    await answer_json(send, value, status=status, headers={"connection": "close"})


async def answer_json(
    send: Send, value: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> None:
    """A whole JSON answer."""
    await answer(send, encode(value), status=status, headers=headers)


async def answer(
    send: Send, body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> None:
    """A whole answer whose body is JSON already; never stored by browsers or proxies."""
    every = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        **(headers or {}),
    }
    start = [(name.encode(), value.encode()) for name, value in every.items()]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


class Honest:
    """Drops headers whose name holds `_`: to WSGI, `X_Forwarded_Proto` is the proxy's `X-Forwarded-Proto`."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "headers" in scope:
            honest = [(name, value) for name, value in scope["headers"] if b"_" not in name]
            scope = {**scope, "headers": honest}
        await self.app(scope, receive, send)


class Routed:
    """Sends a request to the bare ASGI application of its exact path, or of its prefix, or else to `rest`."""

    def __init__(
        self, rest: Application, *, exact: Mapping[str, Application], prefixes: Mapping[str, Application]
    ) -> None:
        self.rest = rest
        self.exact = exact
        self.prefixes = prefixes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._target(scope["path"])(scope, receive, send)

    def _target(self, path: str) -> Application:
        if path in self.exact:
            return self.exact[path]
        for prefix, app in self.prefixes.items():
            if path.startswith(prefix):
                return app
        return self.rest


class Lifespan:
    """Answers the server's start and stop; at the stop each of `closing` is awaited."""

    def __init__(self, *closing: Callable[[], Awaitable[None]]) -> None:
        self.closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for close in self.closing:
            await close()
        await send({"type": "lifespan.shutdown.complete"})
