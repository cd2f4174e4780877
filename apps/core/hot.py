"""Parts of bare ASGI routes that are asked thousands of times a second: a small body, a short answer."""

import asyncio
from collections.abc import Mapping
from typing import Final

from apps.core.asgi import BodyTooShort, Receive, Scope, Send
from apps.core.errors import BodyTooLarge

BODY_WITHIN_S: Final = 20.0
PLAIN: Final = (b"content-type", b"text/plain; charset=utf-8")


class BodyTooSlow(Exception):
    """The body did not arrive in time."""


def header(scope: Scope, wanted: bytes) -> str:
    """The last header of this name, given in lower case; empty where there is none."""
    found = b""
    for name, value in scope["headers"]:
        if name == wanted:
            found = value
    return found.decode("latin-1")


async def body_of(scope: Scope, receive: Receive, *, at_most: int) -> bytes:
    """The whole body; raises `BodyTooLarge`, `BodyTooSlow` and `BodyTooShort`."""
    announced = header(scope, b"content-length")
    if announced and (not announced.isdigit() or int(announced) > at_most):
        raise BodyTooLarge
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            body = await _whole(receive, at_most)
    except TimeoutError:
        raise BodyTooSlow from None
    if announced and int(announced) != len(body):
        raise BodyTooShort
    return body


async def _whole(receive: Receive, at_most: int) -> bytes:
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        return _within(message.get("body", b""), at_most)
    parts: list[bytes] = []
    size = 0
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > at_most:
            raise BodyTooLarge
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()
    raise BodyTooShort


def _within(body: bytes, at_most: int) -> bytes:
    if len(body) > at_most:
        raise BodyTooLarge
    return body


async def answer_short(
    send: Send, status: int, body: bytes = b"", *, kind: bytes = b"", headers: Mapping[str, str] | None = None
) -> None:
    """A whole answer with as little as HTTP needs."""
    every = [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    if body:
        every.append((b"content-type", kind) if kind else PLAIN)
    if headers:
        every += [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": every})
    await send({"type": "http.response.body", "body": body})
