"""The router is asked as a stranger: whatever it answers, and however slowly, a tablet gets a route or none."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.inspectors.field.route import BYTES, Leg, NoRouter, route

LEG = Leg(69.0, 41.0, 69.1, 41.1)
FOUND = {"distance": 1200.5, "duration": 90, "geometry": {"coordinates": [[69.0, 41.0], [69.1, 41.1]]}}
RIGHT = json.dumps({"routes": [FOUND]}).encode()


class _Router:
    """Answers every connection with the same bytes; with `drip` a byte at a time, for as long as it is listened to."""

    def __init__(self, answer: bytes, *, drip: bool = False) -> None:
        self.heard: list[bytes] = []
        self.left = threading.Event()
        self._answer, self._drip = answer, drip
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _peer = self._listening.accept()
        with connection:
            self.heard.append(connection.recv(65536))
            connection.settimeout(0.02)
            for byte in self._pieces():
                try:
                    connection.sendall(byte)
                except OSError:
                    return
                if self._drip and self._is_left(connection):
                    self.left.set()
                    return

    def _pieces(self) -> Iterator[bytes]:
        yield from (bytes([byte]) for byte in self._answer) if self._drip else (self._answer,)

    def _is_left(self, connection: socket.socket) -> bool:
        try:
            return connection.recv(1) == b""
        except TimeoutError:
            return False
        except ConnectionError:
            return True

    def close(self) -> None:
        self._listening.close()


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture
def router(settings: Any) -> Iterator[Callable[..., _Router]]:
    routers: list[_Router] = []

    def make(answer: bytes, *, login: str = "", drip: bool = False) -> _Router:
        routers.append(_Router(answer, drip=drip))
        settings.SAFECITY_OSRM_URL = f"http://{login}127.0.0.1:{routers[-1].port}/"
        return routers[-1]

    yield make
    for one in routers:
        one.close()


def test_a_route_is_its_length_its_time_and_its_line(router: Callable[..., _Router]) -> None:
    asked = router(http(RIGHT))
    assert route(LEG) == {"distance_m": 1200.5, "duration_s": 90.0, "line": [[69.0, 41.0], [69.1, 41.1]]}
    assert b"/route/v1/driving/69.000000,41.000000;69.100000,41.100000?" in asked.heard[0]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage without any end of line",
        b"HTTP/1.1 999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\ncut off",
        http(b"[" * BYTES),
        http(RIGHT.replace(b"1200.5", b"NaN")),
        http(RIGHT.replace(b"1200.5", b'"inf"')),
        http(b'{"routes": []}'),
        http(b"null"),
        http(RIGHT + b" " * BYTES),
        http(RIGHT, "Content-Encoding: gzip"),
        http(b"", "Location: http://127.0.0.1:1/elsewhere", status="302 Found"),
        http(RIGHT, status="500 Internal Server Error"),
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
)
def test_whatever_else_it_answers_is_no_route(router: Callable[..., _Router], answer: bytes) -> None:
    router(answer)
    with pytest.raises(NoRouter):
        route(LEG)


@pytest.mark.parametrize("answer", [http(b" " * 100_000), b"HTTP/1.1 200 OK\r\nX: " + b"x" * 8000])
def test_a_router_that_answers_a_byte_at_a_time_holds_up_nobody(
    router: Callable[..., _Router], answer: bytes
) -> None:
    asked = router(answer, drip=True)
    with pytest.raises(NoRouter):
        route(LEG, within_s=0.3)
    assert asked.left.wait(10)


def test_its_login_is_sent_to_it_and_stands_in_no_log_or_error(
    router: Callable[..., _Router], settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    asked = router(http(b"null"), login="robot:kalit@")
    with pytest.raises(NoRouter) as refused:
        route(LEG)
    assert b"Authorization: Basic " in asked.heard[0]
    settings.SAFECITY_OSRM_URL = "http://robot:kalit@127.0.0.1:port"
    with pytest.raises(NoRouter) as odd:
        route(LEG)
    for error in (refused.value, odd.value):
        assert error.__cause__ is None
        assert error.__suppress_context__
        assert "kalit" not in str(error)
    assert "kalit" not in caplog.text
