"""The consoles of the people who are played: without one, an operator counts as gone, and what is urgent rings again."""

import json
from contextlib import ExitStack
from typing import Final

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

from apps.demo.simulator.portal import Portal, PortalUnreachable

# Heartbeats alone: what goes on is heard by the simulator's own socket.
_HELLO: Final = json.dumps({"type": "hello", "topics": []})


class Screen:
    """A signed-in person's open socket; raises `PortalUnreachable` when it cannot be opened."""

    def __init__(self, portal: Portal) -> None:
        address = f"{portal.host}:{portal.port}"
        console = connect(
            f"ws://{address}/ws/live/",
            additional_headers={"Cookie": portal.cookie},
            origin=Origin(f"http://{address}"),
            compression=None,
            proxy=None,
            open_timeout=5,
            close_timeout=1,
        )
        self._stack = ExitStack()
        try:
            self._socket = self._stack.enter_context(console)
            self._socket.send(_HELLO)
        except (WebSocketException, OSError) as error:
            raise PortalUnreachable(str(error)) from error

    def is_open(self) -> bool:
        """Is it still there? Reads what has come, so that the portal does not wait for us."""
        try:
            while True:
                self._socket.recv(timeout=0)
        except TimeoutError:
            return True
        except (WebSocketException, OSError):
            return False

    def close(self) -> None:
        """Leave."""
        self._stack.close()
