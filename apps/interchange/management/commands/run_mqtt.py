"""`manage.py run_mqtt`: takes in what devices publish at the broker. Any number may run; one of them listens."""

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.interchange.mqtt.broker import Broker, NotABroker, broker_of
from apps.interchange.mqtt.listening import Listener
from apps.interchange.mqtt.protocols import spoken
from apps.live.processes import holder_of_this


class Command(BaseCommand):
    """Runs until SIGINT or SIGTERM; the second one breaks it off."""

    help = (
        "Take in detections, camera states and readings from the MQTT broker. Several may run; one listens."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAFECITY_MQTT_URL:
            raise CommandError("SAFECITY_MQTT_URL names no broker: there is nothing to listen to.")
        try:
            broker = broker_of(settings.SAFECITY_MQTT_URL, authorities=settings.SAFECITY_MQTT_CA)
        except NotABroker as error:
            raise CommandError(f"SAFECITY_MQTT_URL: {error}") from None
        asyncio.run(_listen(broker))


async def _listen(broker: Broker) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    work = loop.create_task(listener(broker).run(stop))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: work.cancel() if stop.is_set() else stop.set())
    await work


def listener(broker: Broker) -> Listener:
    """The portal's listener at this broker."""
    protocols = spoken(
        frigates=settings.SAFECITY_MQTT_FRIGATE,
        cameras=settings.SAFECITY_MQTT_ONVIF,
        sensors=settings.SAFECITY_MQTT_READINGS,
    )
    return Listener(broker, settings.SAFECITY_MQTT_CLIENT, protocols, holder_of_this())
