"""The least that must be done: a frame is built once, and its bytes are written to every socket.

No rights, no topics, no order, no database: one subscription to Redis, `python -m bench.fanout.floor PORT`.
"""

import asyncio
import base64
import hashlib
import os
import sys
from typing import Final, cast

import redis.asyncio as redis
import uvloop

CHANNEL: Final = "safecity.bench.floor"
GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def text_frame(body: bytes) -> bytes:
    """An unmasked text frame (RFC 6455 section 5.2)."""
    size = len(body)
    if size < 126:
        return bytes((0x81, size)) + body
    return (
        b"\x81\x7e" + size.to_bytes(2, "big") if size < 65_536 else b"\x81\x7f" + size.to_bytes(8, "big")
    ) + body


class Socket(asyncio.Protocol):
    """A WebSocket that answers the handshake and listens to nothing."""

    opened: Final[set[asyncio.Transport]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not derive from asyncio's.
        self.transport = cast(asyncio.Transport, transport)
        self.head = b""

    def data_received(self, data: bytes) -> None:
        if self.transport in self.opened:
            return
        self.head += data
        if b"\r\n\r\n" in self.head:
            self.transport.write(self._accepted() + text_frame(b'{"type":"welcome"}'))
            self.opened.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.opened.discard(self.transport)

    def _accepted(self) -> bytes:
        key = next(
            line.split(b":", 1)[1].strip()
            for line in self.head.split(b"\r\n")
            if line.lower().startswith(b"sec-websocket-key:")
        )
        accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
        lines = (
            b"HTTP/1.1 101 Switching Protocols",
            b"Upgrade: websocket",
            b"Connection: Upgrade",
            b"Sec-WebSocket-Accept: " + accept,
        )
        return b"\r\n".join((*lines, b"", b""))


async def main() -> None:
    """Serve until terminated."""
    loop = asyncio.get_running_loop()
    subscription = redis.Redis.from_url(os.environ["REDIS_URL"]).pubsub(ignore_subscribe_messages=True)
    await subscription.subscribe(CHANNEL)
    server = await loop.create_server(Socket, "127.0.0.1", int(sys.argv[1]))
    async with server:
        async for message in subscription.listen():
            frame = text_frame(message["data"])
            for transport in Socket.opened:
                transport.write(frame)


if __name__ == "__main__":
    uvloop.run(main())
