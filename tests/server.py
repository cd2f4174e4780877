"""A real uvicorn with the shipping `asgi.py` on the test database: `portal_server.url`, `portal_server.ws_url`."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn

STARTS_WITHIN_S = 20
STOPS_WITHIN_S = 10


@dataclass(frozen=True)
class PortalServer:
    """Where the portal answers; it runs in a thread of the test's process."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/live/"


class _Server(uvicorn.Server):
    """uvicorn in a thread, which tells when it accepts."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.has_begun = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.has_begun.set()


SHIPPED: dict[str, Any] = {
    "ws": "safecity_portal.websocket:PreparedFrames",
    "ws_per_message_deflate": False,
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": 2,
}


@contextmanager
def serving(**options: Any) -> Iterator[PortalServer]:
    """The portal on a free port, as shipped but for `options` of uvicorn."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = _Server(uvicorn.Config("safecity_portal.asgi:application", **{**SHIPPED, **options}))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert server.has_begun.wait(STARTS_WITHIN_S), "the server did not start"
        yield PortalServer(listening.getsockname()[1])
        server.should_exit = True
        thread.join(STOPS_WITHIN_S)
        assert not thread.is_alive(), "the server did not stop"


@pytest.fixture
def portal_server(transactional_db: None) -> Iterator[PortalServer]:
    """The portal on a free port, until the test ends."""
    with serving() as server:
        yield server
