"""What has come and is not yet stored, bounded."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import structlog
from aiomqtt import Message

log = structlog.get_logger(__name__)

# of QoS 0: further ones are dropped
MOST: Final = 10_000
# of QoS 1 and 2: reading stops, and goes on when half of it is stored
PROMISED: Final = 4_000
PROMISED_BYTES: Final = 64 * 1024 * 1024


def _nothing() -> None:
    """Nobody is told."""


class Inbox(asyncio.Queue[Message]):
    """Messages in the order they came.

    The broker should hold back messages of QoS 1 while too many are unacknowledged; Mosquitto sends more for each
    acknowledgement than it should (2.0.11; its issue 2301). So reading stops (`stop`) when twice as many wait, and goes
    on later: TCP holds back the rest. Those of QoS 0 may be dropped: when 10,000 wait, further ones are, and are counted.
    """

    def __init__(self, maxsize: int = 0) -> None:
        super().__init__(maxsize)
        self.dropped = 0
        self.promised = 0
        self.promised_bytes = 0
        self.is_full = False
        self.stop: Callable[[], None] = _nothing
        self.go_on: Callable[[], None] = _nothing

    def put_nowait(self, item: Message, *_: Any) -> None:
        """Take a message in, unless there is no room for one that nobody promised."""
        if item.qos == 0 and self.qsize() >= MOST:
            if self.dropped % MOST == 0:
                log.warning("mqtt_inbox_full", waiting=self.qsize(), dropped=self.dropped + 1)
            self.dropped += 1
            return
        super().put_nowait(item)
        self._count(item, 1)
        if not self.is_full and (self.promised >= PROMISED or self.promised_bytes >= PROMISED_BYTES):
            self.is_full = True
            self.stop()

    def _get(self) -> Message:
        """Every way out passes here (asyncio's own hook for queues of another kind)."""
        item: Message = super()._get()
        self._count(item, -1)
        if self.is_full and self.promised <= PROMISED // 2 and self.promised_bytes <= PROMISED_BYTES // 2:
            self.is_full = False
            self.go_on()
        return item

    def _count(self, item: Message, by: int) -> None:
        if item.qos:
            self.promised += by
            self.promised_bytes += by * len(item.payload if isinstance(item.payload, bytes) else b"")
