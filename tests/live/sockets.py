"""A client of `/ws/live/` for tests: says hello, reads until something comes, tells the close code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from apps.accounts.models import User
from apps.core.encoding import decode, encode

WITHIN_S = 5.0


def cookie_of(user: User) -> str:
    """The cookie header of a fresh session of this user."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class LiveSocket:
    """A socket as a browser holds it."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    @classmethod
    @contextmanager
    def opened(
        cls, url: str, *, headers: dict[str, str], origin: str | None, **options: Any
    ) -> Iterator["LiveSocket"]:
        with connect(
            url, additional_headers=headers, origin=origin, close_timeout=1, proxy=None, **options
        ) as connection:
            yield cls(connection)

    def send(self, value: Any) -> None:
        self.connection.send(value if isinstance(value, str | bytes) else encode(value).decode())

    def hello(self, **fields: Any) -> dict[str, Any]:
        """Say hello; the welcome."""
        self.send({"type": "hello", **fields})
        return self.wait_for("welcome")

    def next(self, within_s: float = WITHIN_S) -> dict[str, Any]:
        """The next frame, whatever it is."""
        found: dict[str, Any] = decode(self.connection.recv(timeout=within_s))
        return found

    def wait_for(self, kind: str, within_s: float = WITHIN_S) -> dict[str, Any]:
        """The next frame of this type; those before it are dropped."""
        while True:
            frame = self.next(within_s)
            if frame["type"] == kind:
                return frame

    def events(self, count: int, within_s: float = WITHIN_S) -> list[dict[str, Any]]:
        """The next `count` events."""
        return [self.wait_for("event", within_s) for _ in range(count)]

    def is_silent(self, for_s: float = 0.3) -> bool:
        """Does nothing come for a while?"""
        try:
            self.next(for_s)
        except TimeoutError:
            return True
        return False

    def close_code(self, within_s: float = WITHIN_S) -> int:
        """Read until the server closes; the code it gave."""
        try:
            while True:
                self.next(within_s)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
