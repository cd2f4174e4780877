"""What has come and is not yet stored, bounded."""

import asyncio
from typing import Any, Final

import structlog
from aiomqtt import Message

log = structlog.get_logger(__name__)

MOST: Final = 10_000


class Inbox(asyncio.Queue[Message]):
    """Messages in the order they came.

    The broker itself holds back messages of QoS 1 while too many are unacknowledged. Nothing holds back those of QoS
    0: when 10,000 wait, further ones are dropped and counted.
    """

    def __init__(self, maxsize: int = 0) -> None:
        super().__init__(maxsize)
        self.dropped = 0

    def put_nowait(self, item: Message, *_: Any) -> None:
        """Take a message in, unless there is no room for one that nobody promised."""
        if item.qos == 0 and self.qsize() >= MOST:
            if self.dropped % MOST == 0:
                log.warning("mqtt_inbox_full", waiting=self.qsize(), dropped=self.dropped + 1)
            self.dropped += 1
            return
        super().put_nowait(item)
