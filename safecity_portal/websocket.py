"""uvicorn's WebSocket protocol, with frames that are built once, and an end for peers that do not read.

`uvicorn --ws safecity_portal.websocket:PreparedFrames`; without it everything works, at twice the cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent

ABORT_AFTER_S: Final = 20.0


class PreparedFrames(WebSocketsSansIOProtocol):
    """Offers the ASGI extension `safecity.prepared`: `{"write": (bytes) -> bool}`."""

    async def run_asgi(self) -> None:
        """Run the application, which finds the extension in its scope."""
        self.scope["extensions"]["safecity.prepared"] = {"write": self.write_prepared}
        await super().run_asgi()

    def write_prepared(self, frame: bytes) -> bool:
        """Buffer a whole unmasked, uncompressed frame; False where `send` must be awaited instead."""
        if self.conn.extensions or self.conn.state is not State.OPEN or not self.writable.is_set():
            return False
        self.transport.write(frame)
        return True

    async def send(self, message: ASGISendEvent) -> None:
        """As uvicorn's; a close is written at once even to a peer that does not read, and ends in time."""
        if message["type"] == "websocket.close" and not self.writable.is_set():
            self.writable.set()
            self.loop.call_later(ABORT_AFTER_S, self.transport.abort)
        await super().send(message)
