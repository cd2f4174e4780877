"""Requests to real servers: what is answered, what is refused, and what never leaves."""

import asyncio
import gzip
import hashlib
import logging
import re
import socket
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from apps.cameras.reaching import Answer, NotReached, Why, reaching
from tests.cameras.doubles import Request, answering, camera, certificate, hangs, http, rtsp
from tests.cameras.reaching.logins import Given

HERE = ["127.0.0.0/8"]
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LOGIN = Given("portal", "p:ss wörd")


async def got(
    url: str,
    networks: list[str] = HERE,
    *,
    login: Given | None = None,
    within_s: float = 5,
    at_most: int = 100_000,
) -> Answer | Why:
    """What comes of asking for the address, by the protocol of its scheme."""
    async with reaching(networks) as reach:
        try:
            if url.startswith("rtsp"):
                return await reach.options(url, login, within_s=within_s)
            return await reach.get(url, login, within_s=within_s, at_most=at_most)
        except NotReached as error:
            code, told = error.code, f"{error!r} {error.__cause__!r}"
    assert "127.0.0.1" not in told
    assert "s3cr3t" not in told
    return code


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def values_in(header: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in re.findall(r'(\w+)=("[^"]*"|[^,]+)', header)}


def is_right(request: Request, nonce: str, login: Given = LOGIN) -> bool:
    """Is the request's digest the right one for this nonce? RFC 2617 with qop=auth."""
    given = values_in(request.authorization)
    method, target, _ = request.line.split(" ")
    first = md5(f"{login.username}:cam:{login.password}")
    second = md5(f"{method}:{target}")
    right = md5(f"{first}:{nonce}:{given.get('nc')}:{given.get('cnonce')}:auth:{second}")
    return given.get("nonce") == nonce and given.get("uri") == target and given.get("response") == right


async def test_a_picture_is_answered_with_its_type_and_nobody_sees_the_login_unasked() -> None:
    async with camera(answering(http("200 OK", b"\xff\xd8jpeg", "Content-Type: image/jpeg"))) as double:
        assert await got(double.url("/snap.jpg?channel=1"), login=LOGIN) == Answer(
            200, "image/jpeg", b"\xff\xd8jpeg"
        )
    assert double.requests[0].line == "GET /snap.jpg?channel=1 HTTP/1.1"
    assert "authorization" not in double.requests[0].headers
    assert double.requests[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_digest_is_answered_on_both_protocols_though_basic_is_offered_first(scheme: str) -> None:
    async def speak(request: Request) -> bytes:
        answer = http if scheme == "http" else lambda *a: rtsp(request, a[0], *a[2:])
        if is_right(request, "n1"):
            return answer("200 OK", b"")
        digest = 'WWW-Authenticate: Digest realm="cam", nonce="n1", qop="auth", algorithm=MD5'
        return answer("401 Unauthorized", b"", 'WWW-Authenticate: Basic realm="cam"', digest)

    async with camera(speak) as double:
        kind = "application/octet-stream" if scheme == "http" else ""
        assert await got(double.url("/a?b=%20c", scheme), login=LOGIN) == Answer(200, kind)
        assert len(double.requests) == 2
    assert all("Basic" not in request.authorization for request in double.requests)


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_a_nonce_that_grew_stale_is_answered_once_more_and_a_wrong_password_is_not(scheme: str) -> None:
    async def speak(request: Request) -> bytes:
        answer = http if scheme == "http" else lambda *a: rtsp(request, a[0], *a[2:])
        if is_right(request, "new"):
            return answer("200 OK", b"")
        stale = ", stale=TRUE" if is_right(request, "old") else ""
        nonce = "new" if stale else "old"
        return answer(
            "401 No", b"", f'WWW-Authenticate: Digest realm="cam", nonce="{nonce}", qop="auth"{stale}'
        )

    async with camera(speak) as double:
        found = await got(double.url("/", scheme), login=LOGIN)
        assert isinstance(found, Answer)
        assert len(double.requests) == 3
        assert await got(double.url("/", scheme), login=Given("portal", "wrong")) == Why.AUTHENTICATION
        assert len(double.requests) == 5


async def test_a_server_whose_every_nonce_is_stale_is_not_asked_for_ever() -> None:
    challenge = 'WWW-Authenticate: Digest realm="cam", nonce="n", qop="auth", stale=true'
    async with camera(answering(http("401 No", b"", challenge))) as double:
        assert await got(double.url(), login=LOGIN) == Why.AUTHENTICATION
        assert len(double.requests) == 3


async def test_basic_is_answered_where_nothing_better_is_offered() -> None:
    async with camera(answering(http("401 No", b"", 'WWW-Authenticate: Basic realm="c"'), http())) as double:
        assert isinstance(await got(double.url(), login=LOGIN), Answer)
        assert double.requests[1].authorization.startswith("Basic ")


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_without_a_login_a_challenge_is_a_matter_of_authentication(scheme: str) -> None:
    async def speak(request: Request) -> bytes:
        lines = ("401 No", 'WWW-Authenticate: Digest realm="cam", nonce="n"')
        return http(lines[0], b"", lines[1]) if scheme == "http" else rtsp(request, *lines)

    async with camera(speak) as double:
        assert await got(double.url("/", scheme)) == Why.AUTHENTICATION


async def test_both_halves_of_a_digest_over_rtsp_are_one_connection_and_a_closed_one_is_opened_anew() -> None:
    challenge = 'WWW-Authenticate: Digest realm="cam", nonce="n1", qop="auth"'

    async def speak(request: Request) -> bytes:
        return rtsp(request) if is_right(request, "n1") else rtsp(request, "401 No", challenge)

    async with camera(speak) as double:
        assert await got(double.url("/live", "rtsp"), login=LOGIN) == Answer(200)
        assert double.connections == 1
        assert [request.headers["cseq"] for request in double.requests] == ["1", "2"]


async def test_a_redirect_is_not_followed_and_the_other_host_hears_nothing() -> None:
    async with camera(answering(http())) as other:
        away = f"Location: {other.url(host='localhost')}"
        async with camera(answering(http("302 Found", b"", away))) as double:
            assert await got(double.url(), login=LOGIN) == Why.REDIRECT
        async with camera(lambda request: _rtsp_redirect(request, away)) as double:
            assert await got(double.url("/", "rtsp"), login=LOGIN) == Why.REDIRECT
        assert other.connections == 0


async def _rtsp_redirect(request: Request, away: str) -> bytes:
    return rtsp(request, "302 Moved", away)


@pytest.mark.parametrize("scheme", ["http", "rtsp", "https", "rtsps"])
async def test_an_address_outside_the_networks_is_not_even_connected_to(scheme: str) -> None:
    async with camera(answering(http())) as double:
        for networks in ([], ["10.0.0.0/8"], ["127.0.0.2/32"], ["0.0.0.0/0", "::/0"]):
            assert await got(double.url("/", scheme), networks) == Why.FORBIDDEN
            assert await got(double.url("/", scheme, host="localhost"), networks) == Why.FORBIDDEN
            assert await got(double.url("/", scheme, host="[::ffff:127.0.0.1]"), networks) == Why.FORBIDDEN
        assert double.connections == 0


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_a_name_is_judged_by_the_address_it_is_connected_at(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that gives a good address first, and a forbidden one when the connection is made."""
    real, asked = socket.getaddrinfo, list[str]()

    def rebinding(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host != "camera.example":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        return real("10.99.0.1" if not asked[1:] else "127.0.0.1", port, *args, **kwargs)

    async with camera(answering(http())) as double:
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        asked.append("the check that others make beforehand")
        assert await got(double.url("/", scheme, host="camera.example"), ["10.99.0.0/16"]) == Why.FORBIDDEN
        assert double.connections == 0
        assert isinstance(await got(double.url("/", "http", host="camera.example"), HERE), Answer)


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_a_name_that_nobody_knows_is_a_matter_of_dns(scheme: str) -> None:
    assert await got(f"{scheme}://camera.invalid/") == Why.DNS


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_a_port_where_nothing_listens_is_refused(scheme: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert await got(f"{scheme}://127.0.0.1:{taken.getsockname()[1]}/") == Why.REFUSED


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_a_host_that_hangs_up_without_a_word_gave_no_answer(scheme: str) -> None:
    async with camera(answering(None)) as double:
        assert await got(double.url("/", scheme)) in {Why.REFUSED, Why.GARBAGE}


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
async def test_a_host_that_hangs_is_given_up(scheme: str) -> None:
    async with camera(hangs) as double:
        assert await got(double.url("/", scheme), within_s=0.1) == Why.TIMEOUT


@pytest.mark.parametrize("scheme", ["https", "rtsps"])
async def test_a_host_that_hangs_before_it_speaks_tls_is_given_up(scheme: str) -> None:
    async with camera(hangs) as double:
        assert await got(double.url("/", scheme), within_s=0.1) == Why.TIMEOUT


def slowly(data: bytes) -> Callable[[Request], Awaitable[bytes | None]]:
    """The answer byte by byte, each well within any pause that a reader may allow."""

    async def speak(request: Request) -> bytes | None:
        for byte in data:
            request.writer.write(bytes([byte]))
            await request.writer.drain()
            await asyncio.sleep(0.02)
        return None

    return speak


@pytest.mark.parametrize(
    ("scheme", "data"),
    [
        ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + b"x" * 9999),
        ("http", b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 9999),
        ("rtsp", b"RTSP/1.0 200 OK\r\nX-Slow: " + b"x" * 9999),
    ],
)
async def test_a_host_that_sends_a_byte_at_a_time_does_not_outlast_the_limit(
    scheme: str, data: bytes
) -> None:
    async with camera(slowly(data)) as double:
        assert await got(double.url("/", scheme), within_s=0.2) == Why.TIMEOUT


def endless(head: bytes, line: bytes) -> Callable[[Request], Awaitable[bytes | None]]:
    """A beginning, and then the same again until the reader leaves."""

    async def speak(request: Request) -> bytes | None:
        request.writer.write(head)
        while True:
            request.writer.write(line)
            await request.writer.drain()

    return speak


@pytest.mark.parametrize(
    ("scheme", "head", "line", "code"),
    [
        ("http", b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n", Why.GARBAGE),
        ("http", b"HTTP/1.1 200 OK\r\nX: ", b"x" * 1000, Why.GARBAGE),
        ("http", b"", b"\x00\xffgarbage\r\n", Why.GARBAGE),
        ("http", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 9000, Why.TOO_LARGE),
        ("http", CHUNKED, b"3e8\r\n" + b"x" * 1000 + b"\r\n", Why.TOO_LARGE),
        ("rtsp", b"RTSP/1.0 200 OK\r\n", b"X-More: and more\r\n", Why.GARBAGE),
        ("rtsp", b"", b"x" * 1000, Why.GARBAGE),
    ],
)  # fmt: skip
async def test_what_never_ends_is_cut(scheme: str, head: bytes, line: bytes, code: Why) -> None:
    async with camera(endless(head, line)) as double:
        assert await got(double.url("/", scheme), within_s=30) == code


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"RTSP/1.0 abc\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\n", b"RTSP/1.0 200 OK\r\nContent-Length: 99999999999999999\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: \xc2\xb2\r\n\r\n",
    ],
)  # fmt: skip
async def test_what_is_no_rtsp_is_garbage(data: bytes) -> None:
    async with camera(answering(data)) as double:
        assert await got(double.url("/", "rtsp")) == Why.GARBAGE


async def test_a_body_is_counted_while_it_is_read_and_by_what_it_says_of_itself() -> None:
    async with camera(answering(http("200 OK", b"x" * 1001))) as double:
        assert await got(double.url(), at_most=1000) == Why.TOO_LARGE
        assert isinstance(await got(double.url(), at_most=1001), Answer)


async def test_a_packed_body_is_refused_unopened() -> None:
    bomb = gzip.compress(bytes(10_000_000))
    async with camera(answering(http("200 OK", bomb, "Content-Encoding: gzip"))) as double:
        assert await got(double.url()) == Why.GARBAGE


async def test_a_certificate_that_nobody_signed_is_refused_unless_the_settings_take_it(
    tmp_path: Path, settings: Any
) -> None:
    chain, key = certificate(tmp_path)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(chain, key)

    async def speak(request: Request) -> bytes:
        return rtsp(request) if "RTSP" in request.line else http()

    async with camera(speak, secure=secure) as double:
        for scheme in ("https", "rtsps"):
            assert await got(double.url("/", scheme)) == Why.TLS
        settings.SAFECITY_CAMERA_CA = str(chain)
        for scheme in ("https", "rtsps"):
            assert isinstance(await got(double.url("/", scheme)), Answer)
        settings.SAFECITY_CAMERA_CA, settings.SAFECITY_CAMERA_TLS_CHECKED = "", False
        for scheme in ("https", "rtsps"):
            assert isinstance(await got(double.url("/", scheme)), Answer)


async def test_plain_text_where_tls_is_expected_is_a_matter_of_tls() -> None:
    async with camera(answering(http("400 Bad Request"))) as double:
        for scheme in ("https", "rtsps"):
            request = got(double.url("/", scheme), within_s=1)
            assert await request in {Why.TLS, Why.TIMEOUT}


async def test_the_portals_database_and_redis_are_never_asked(settings: Any) -> None:
    port = int(settings.DATABASES["default"]["PORT"])
    for scheme in ("http", "rtsp"):
        assert await got(f"{scheme}://127.0.0.1:{port}/") == Why.FORBIDDEN
        assert await got(f"{scheme}://127.0.0.1:{settings.SAFECITY_PORT}/") == Why.FORBIDDEN


async def test_a_camera_of_the_wrong_scheme_is_no_address() -> None:
    async with reaching(HERE) as reach:
        with pytest.raises(NotReached, match=Why.ADDRESS):
            await reach.get("rtsp://127.0.0.1/", within_s=1, at_most=1)
        with pytest.raises(NotReached, match=Why.ADDRESS):
            await reach.options("http://127.0.0.1/", within_s=1)


async def test_neither_login_nor_address_is_ever_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with camera(answering(http("401 No", b"", 'WWW-Authenticate: Basic realm="c"'))) as double:
        assert await got(double.url("/snap?token=s3cr3t"), login=LOGIN) == Why.AUTHENTICATION
    assert await got("http://camera.invalid/?token=s3cr3t", login=LOGIN) == Why.DNS
    assert "s3cr3t" not in caplog.text
    assert LOGIN.password not in caplog.text


async def test_requests_to_many_cameras_wait_for_none_of_them() -> None:
    async with camera(hangs) as silent, camera(answering(http())) as double, reaching(HERE) as reach:
        waiting = [asyncio.ensure_future(reach.get(silent.url(), within_s=30, at_most=1)) for _ in range(200)]
        assert (await reach.get(double.url(), within_s=30, at_most=1)).status == 200
        for one in waiting:
            one.cancel()
        assert all(
            isinstance(one, asyncio.CancelledError)
            for one in await asyncio.gather(*waiting, return_exceptions=True)
        )
