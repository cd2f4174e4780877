"""The way of the Channels manual: a group of the pub/sub layer, and a consumer that sends what the group gets."""

import json
from typing import Any, Final

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

django.setup()
GROUP: Final = "bench.naive"


class GroupConsumer(AsyncWebsocketConsumer):
    """Joins the group before it welcomes."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()
        await self.send(text_data=json.dumps({"type": "welcome"}))

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def live_event(self, message: dict[str, Any]) -> None:
        await self.send(text_data=message["text"])


application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/live/", GroupConsumer.as_asgi())])})
