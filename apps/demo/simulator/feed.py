"""What goes on: the live snapshot, then every event after it, from one socket."""

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, Final

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from apps.demo.simulator.portal import Portal, PortalUnreachable

TOPICS: Final = ("incidents", "units")
_MAX_FRAME: Final = 8 * 1024 * 1024


class FeedLost(Exception):
    """The socket closed, or the portal asks for a fresh start."""


class Feed:
    """The open socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def next(self, *, within_s: float) -> dict[str, Any] | None:
        """The next event, or None when nothing came in time; raises `FeedLost`."""
        ends_at = time.monotonic() + within_s
        while True:
            try:
                frame = json.loads(self._socket.recv(timeout=max(ends_at - time.monotonic(), 0.0)))
            except TimeoutError:
                return None
            except (WebSocketException, OSError) as error:
                raise FeedLost(str(error)) from error
            if frame["type"] == "resync":
                raise FeedLost("resync")
            if frame["type"] == "event":
                return dict(frame)


@contextmanager
def follow(portal: Portal, *, api_key: str) -> Iterator[tuple[dict[str, Any], Feed]]:
    """The snapshot, and the feed from there on; raises `PortalUnreachable`, `PortalRefused`."""
    snapshot = portal.get("/api/v1/live/snapshot/")
    hello = {"type": "hello", "since": snapshot["seq"], "epoch": snapshot["epoch"], "topics": TOPICS}
    with ExitStack() as stack:
        try:
            socket = stack.enter_context(_socket(portal, api_key))
            socket.send(json.dumps(hello))
        except (WebSocketException, OSError) as error:
            raise PortalUnreachable(str(error)) from error
        yield snapshot, Feed(socket)


def _socket(portal: Portal, api_key: str) -> AbstractContextManager[ClientConnection]:
    return connect(
        f"ws://{portal.host}:{portal.port}/ws/live/",
        additional_headers={"Authorization": f"Api-Key {api_key}"},
        compression=None,
        proxy=None,
        open_timeout=5,
        close_timeout=1,
        max_size=_MAX_FRAME,
    )
