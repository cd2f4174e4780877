"""Addresses of the WebSocket edge."""

from typing import Any, Final

from django.urls import path, re_path

from apps.core.asgi import Receive, Scope, Send
from apps.live.consumers import LiveConsumer


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close"})


# Channels routes ASGI applications by Django's patterns, which are typed for views.
nowhere: Final[Any] = _nowhere
websocket_urlpatterns = [path("ws/live/", LiveConsumer.as_asgi()), re_path("", nowhere)]
