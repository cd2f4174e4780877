"""A listener in a thread of its own at a real Mosquitto, and what tests of it wait for."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connection

from apps.cameras.models import Detection
from apps.interchange.mqtt.broker import broker_of
from apps.interchange.mqtt.listening import Listener
from apps.interchange.mqtt.protocols import spoken
from tests.broker import Broker

PATIENCE_S = 60.0


def event(ref: str = "1.5-a", kind: str = "update", **changed: Any) -> str:
    began = time.time() - 60
    after = {
        "id": ref,
        "camera": "gate",
        "frame_time": began + 1,
        "label": "person",
        "sub_label": None,
        "top_score": 0.9,
        "false_positive": False,
        "start_time": began,
        "end_time": None,
        "entered_zones": [],
    }
    return json.dumps({"type": kind, "before": after, "after": after | changed})


def eventually(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; what another process wrote is not announced here."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be so"
        threading.Event().wait(0.02)


class Running:
    """A listener in a thread of its own: `running.stop()` is what SIGTERM is."""

    def __init__(self, broker: Broker, *, holder: str = "", url: str = "", authorities: str = "") -> None:
        there = broker_of(url or broker.url, authorities=authorities)
        protocols = spoken(frigates=["frigate"], cameras=["+"], sensors=["safecity/readings"])
        self._make = lambda: Listener(there, "portal-under-test", protocols, holder or uuid4().hex)
        self.listener: Listener | None = None
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self.has_ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        async def work() -> None:
            self.listener = self._make()
            await self.listener.run(self._stop)

        self._loop.run_until_complete(work())
        self._loop.close()
        self.has_ended.set()

    def stop(self) -> None:
        if not self.has_ended.is_set():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()

    @property
    def codes(self) -> dict[str, int]:
        return self.listener.tally.codes if self.listener else {}

    @property
    def figures(self) -> dict[str, Any]:
        return self.listener._told()[1] if self.listener else {}

    @property
    def messages(self) -> int:
        return self.listener.tally.messages if self.listener else 0


@contextmanager
def running(broker: Broker, **options: str) -> Iterator[Running]:
    """A listener until the block ends; options as those of `Running`."""
    one = Running(broker, **options)
    try:
        yield one
    finally:
        one.stop()


def connected(broker: Broker) -> None:
    """Wait until a listener has stored something: it is subscribed, and its session is known."""
    ref = uuid4().hex

    def is_stored() -> bool:
        broker.publish("frigate/events", event(ref))
        return Detection.objects.filter(source_ref=ref).exists()

    eventually(is_stored)
    Detection.objects.all().delete()


def readings_stored() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sensors_reading")
        (count,) = cursor.fetchone()
    return int(count)
