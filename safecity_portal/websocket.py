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

    # May whole frames be written? One flag, for this is asked for each event and socket.
    takes_frames = False

    async def run_asgi(self) -> None:
        """Run the application, which finds the extension in its scope."""
        self.scope["extensions"]["safecity.prepared"] = {"write": self.write_prepared}
        await super().run_asgi()

    def write_prepared(self, frame: bytes) -> bool:
        """Buffer a whole unmasked, uncompressed frame; False where `send` must be awaited instead."""
        if self.takes_frames:
            self.transport.write(frame)
            return True
        return False

    def _look(self) -> None:
        is_plain = self.handshake_complete and not self.conn.extensions
        self.takes_frames = is_plain and self.conn.state is State.OPEN and self.writable.is_set()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._look()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.takes_frames = False

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._look()

    def shutdown(self) -> None:
        super().shutdown()
        self._look()

    async def send(self, message: ASGISendEvent) -> None:
        """As uvicorn's; a close is written at once even to a peer that does not read, and ends in time."""
        if message["type"] == "websocket.close" and not self.writable.is_set():
            self.writable.set()
            self.loop.call_later(ABORT_AFTER_S, self.transport.abort)
        await super().send(message)
        if message["type"] != "websocket.send":
            self._look()
