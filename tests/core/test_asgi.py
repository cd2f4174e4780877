"""The layer before Django's threads: whole bodies within limits, honest headers, the right application."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import Any
from urllib.request import urlopen

import pytest
from a2wsgi import WSGIMiddleware
from django.utils import translation

from apps.core.asgi import Honest, Message, Receive, Routed, Scope, Send, Spooled
from apps.core.encoding import decode, encode
from tests.server import PortalServer


async def call(app: Any, scope: dict[str, Any], receive: Receive) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app({**SCOPE, **scope}, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


SCOPE: dict[str, Any] = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "path": "/",
    "query_string": b"",
    "headers": [],
}


def arriving(*messages: Message, every_s: float = 0.0) -> Receive:
    """A client whose messages arrive one by one; after the last nothing comes."""
    left = list(messages)

    async def receive() -> Message:
        await asyncio.sleep(every_s)
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return receive


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


GONE: Message = {"type": "http.disconnect"}


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """A WSGI application that tells what it got."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "application/json")])
    keys = sorted(key for key in environ if key.startswith("HTTP_"))
    return [encode({"size": len(body), "headers": keys, "query": environ["QUERY_STRING"]})]


def spooled(*, limit: int = 1000, within_s: float = 1.0, pause_s: float = 0.5) -> Spooled:
    def limit_of(path: str, content_type: str) -> int:
        return limit

    return Spooled(WSGIMiddleware(echo), limit_of=limit_of, within_s=within_s, pause_s=pause_s)  # type: ignore[arg-type]


def headers(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"headers": [(name.encode(), value.encode()) for name, value in pairs]}


async def test_a_body_in_parts_without_a_length_reaches_wsgi_whole() -> None:
    receive = arriving(part(b"a" * 300, more=True), part(b"b" * 200))
    status, _, body = await call(spooled(), headers(("transfer-encoding", "chunked")), receive)
    assert (status, decode(body)["size"]) == (200, 500)


async def test_a_body_larger_than_memory_reaches_wsgi_whole() -> None:
    parts = [part(b"x" * 500_000, more=True)] * 5 + [part(b"")]
    status, _, body = await call(spooled(limit=3_000_000), {}, arriving(*parts))
    assert (status, decode(body)["size"]) == (200, 2_500_000)


@pytest.mark.parametrize(
    ("given", "messages", "status", "code"),
    [
        (headers(("content-length", "1001")), [], 413, "body_too_large"),
        ({}, [part(b"x" * 600, more=True), part(b"x" * 600)], 413, "body_too_large"),
        ({}, [part(b"x", more=True)], 408, "body_too_slow"),
        ({}, [part(b"x", more=True)] * 9, 408, "body_too_slow"),
        (headers(("content-length", "10")), [part(b"x", more=True), GONE], 400, "body_incomplete"),
        (headers(("content-length", "10")), [part(b"x")], 400, "body_incomplete"),
        (headers(("content-length", "-1")), [part(b"x")], 400, "body_incomplete"),
    ],
)
async def test_a_body_beyond_the_limits_never_takes_a_thread(
    given: dict[str, Any], messages: Sequence[Message], status: int, code: str
) -> None:
    app = spooled(within_s=0.5, pause_s=0.2)
    found, answered, body = await call(app, given, arriving(*messages, every_s=0.1))
    assert (found, decode(body)["code"], answered["connection"]) == (status, code, "close")


async def test_a_refusal_is_told_in_the_callers_language() -> None:
    given = headers(("content-length", "1001"), ("accept-language", "ru"))
    _, _, body = await call(spooled(), given, arriving())
    assert decode(body)["detail"] == gettext_in("ru", "The request is too large.")


def gettext_in(language: str, text: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


async def test_a_query_string_in_raw_bytes_is_encoded_and_not_an_error() -> None:
    scope = {"query_string": "q=Фарғона&x=%20[1]".encode()}
    _, _, body = await call(spooled(), scope, arriving(part(b"")))
    query = decode(body)["query"]
    assert query.startswith("q=%D0%A4")
    assert query.endswith("&x=%20[1]")


async def test_a_header_with_an_underscore_cannot_pass_for_the_proxys() -> None:
    given = headers(("x_forwarded_proto", "https"), ("x-real-ip", "10.0.0.1"))
    _, _, body = await call(Honest(spooled()), given, arriving(part(b"")))
    assert decode(body)["headers"] == ["HTTP_X_REAL_IP"]


async def test_a_path_goes_to_its_own_application_or_to_the_rest() -> None:
    def named(name: str) -> Any:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": name.encode()})

        return app

    routed = Routed(named("rest"), exact={"/a/": named("exact")}, prefixes={"/intake/": named("prefix")})
    found = [(await call(routed, {"path": path}, arriving()))[2] for path in ("/a/", "/a/b", "/intake/x/")]
    assert found == [b"exact", b"rest", b"prefix"]


@pytest.mark.django_db(transaction=True)
def test_slow_uploads_do_not_keep_others_from_the_pages(portal_server: PortalServer) -> None:
    slow = [socket.create_connection(("127.0.0.1", portal_server.port)) for _ in range(50)]
    for connection in slow:
        connection.sendall(
            b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf"
        )
    with urlopen(f"{portal_server.url}/livez", timeout=3) as answer:
        assert answer.status == 200
    for connection in slow:
        connection.close()
