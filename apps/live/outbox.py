"""What one socket is still to be sent: written at once where possible, else queued for its own writer."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final

from apps.live.wire import Frame

LIMIT: Final = 1024
# Frames that the next one replaces are left out while more than this wait.
LOSSY_LIMIT: Final = 16

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Write = Callable[[bytes], bool]


class Outbox:
    """A bounded queue and its writer: a browser that stalls fills its own queue, and delays nobody.

    `write(raw)` puts a whole WebSocket frame into the connection's buffer and answers False where it cannot;
    without it every frame goes through `send`.
    """

    def __init__(self, send: Send, write: Write | None) -> None:
        self._send = send
        self._write = write
        self._queue: deque[Frame] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._writer: asyncio.Task[None] | None = None

    def start(self, first: AsyncIterator[Frame]) -> None:
        """Send the frames of `first`, then what is offered from now on."""
        self.stop()
        self._queue.clear()
        self._writer = asyncio.get_running_loop().create_task(self._run(first))

    def stop(self) -> None:
        """Send nothing more."""
        self._waiting = None
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None

    def offer(self, frame: Frame) -> bool:
        """Send it in its turn; False when too much is waiting already."""
        waiting = self._waiting
        if waiting is not None and self._write is not None and self._write(frame.raw):
            return True
        if len(self._queue) >= LIMIT:
            return False
        self._queue.append(frame)
        if waiting is not None:
            self._waiting = None
            waiting.set_result(None)
        return True

    def offer_lossy(self, frame: Frame) -> None:
        """Send it in its turn, or not at all when the socket is behind."""
        if len(self._queue) < LOSSY_LIMIT:
            self.offer(frame)

    async def _run(self, first: AsyncIterator[Frame]) -> None:
        async for frame in first:
            await self._send(frame.message)
        loop = asyncio.get_running_loop()
        while True:
            while self._queue:
                await self._send(self._queue.popleft().message)
            self._waiting = loop.create_future()
            await self._waiting
