"""The WebSocket edge: lets a socket in, hears its hello, hands it to the hub."""

import asyncio
from contextlib import suppress
from typing import Any, Final

import structlog
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.db import Error as DatabaseError

from apps.live.admission import NotAdmitted, admit, request_of
from apps.live.hub import the_hub
from apps.live.outbox import Outbox
from apps.live.reading import at_the_door
from apps.live.subscriber import Subscriber
from apps.live.wire import BAD_FRAME, TRY_LATER, NotAHello, read_hello

log = structlog.get_logger(__name__)
HELLO_WITHIN_S: Final = 30.0
# The extension of the ASGI scope by which our server takes whole WebSocket frames.
PREPARED: Final = "safecity.prepared"


class LiveConsumer(AsyncConsumer):
    """One socket of `/ws/live/`. It needs no channel layer: with Redis down, sockets still open."""

    channel_layer_alias = "none"
    subscriber: Subscriber | None = None
    is_closed = False
    _closing: asyncio.Task[None] | None = None
    _deadline: asyncio.TimerHandle | None = None

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Handle what the server tells; unlike the base, look after no database connection of this thread."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        """Accept, so that a refusal can be told by its code; then decide."""
        await self.base_send({"type": "websocket.accept"})
        try:
            admission = await at_the_door(admit, request_of(self.scope), of_socket=True)
        except NotAdmitted as refusal:
            await self._say_goodbye(refusal.code)
            return
        except DatabaseError:
            log.warning("socket_not_admitted", exc_info=True)
            await self._say_goodbye(TRY_LATER)
            return
        write = self.scope.get("extensions", {}).get(PREPARED, {}).get("write")
        self.subscriber = Subscriber(admission, Outbox(self._send, write), self._close)
        self._deadline = asyncio.get_running_loop().call_later(HELLO_WITHIN_S, self._close, BAD_FRAME)

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """A hello joins, a second one joins anew; nothing else is understood."""
        if self.subscriber is None or self.is_closed:
            return
        try:
            hello = read_hello(message.get("text"))
            self._hello_came()
            await the_hub().join(self.subscriber, hello)
        except NotAHello:
            await self._say_goodbye(BAD_FRAME)
        except DatabaseError:
            log.warning("socket_not_joined", exc_info=True)
            await self._say_goodbye(TRY_LATER)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The socket is gone."""
        self.is_closed = True
        self._leave()
        if self._closing is not None:
            self._closing.cancel()
        raise StopConsumer

    def _hello_came(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _leave(self) -> None:
        self._hello_came()
        if self.subscriber is not None:
            the_hub().leave(self.subscriber)

    async def _send(self, message: Any) -> None:
        # The server's own word for a socket that is gone while something is sent.
        with suppress(OSError):
            await self.base_send(message)

    def _close(self, code: int) -> None:
        if not self.is_closed:
            self._closing = asyncio.get_running_loop().create_task(self._say_goodbye(code))

    async def _say_goodbye(self, code: int) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        self._leave()
        await self._send({"type": "websocket.close", "code": code})
