"""The listener at a real Mosquitto that breaks, floods, refuses, sends nonsense and speaks TLS."""

import json
import random
import re
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest

from apps.cameras.models import Detection
from apps.interchange.facts import Heard
from apps.interchange.mqtt import inbox, listening
from apps.interchange.mqtt.broker import LARGEST_BYTES
from apps.interchange.mqtt.inbox import PROMISED, Inbox
from tests.broker import ANSWERS_WITHIN_S, Broker
from tests.cameras.doubles import certificate
from tests.cameras.factories import CameraFactory
from tests.interchange.mqtt.listeners import connected, event, eventually, readings_stored, running
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db(transaction=True)

SENSORS = 20
# what one event of the socket may still bring after reading has stopped
ONE_READ = 1
# what `connected` publishes until the first of it is stored
OF_CONNECTED = re.compile("[0-9a-f]{32}")


class Overheard:
    """What is handed to the store, in its order: the values that each topic told."""

    def __init__(self) -> None:
        self.values: dict[str, list[float]] = {}
        self.largest = 0
        self._genuine = listening.take_in

    def __call__(self, heard: list[Heard], *arguments: Any, **named: Any) -> None:
        self._genuine(heard, *arguments, **named)
        for one in heard:
            if one.topic.startswith("safecity/readings/"):
                self.values.setdefault(one.topic, []).append(json.loads(one.payload)["value"])


def reading(n: int, start: float) -> str:
    return json.dumps({"value": n, "at": start + n * 0.01})


def test_a_broker_that_is_stopped_and_started_in_the_middle_loses_nothing_it_acknowledged(
    broker: Broker,
) -> None:
    CameraFactory(code="gate")
    for n in range(SENSORS):
        SensorFactory(code=f"WL-{n}")
    start, count = time.time() - 1000, 1_500
    with running(broker):
        connected(broker)
        device = broker.client(keeps_session=True)
        acknowledged: set[int] = set()
        device.on_publish = lambda *given: acknowledged.add(given[2])
        for n in range(count):
            device.publish(f"safecity/readings/WL-{n % SENSORS}", reading(n, start), qos=1)
            if n == count // 2:
                eventually(lambda: len(acknowledged) > count // 4)
                broker.restart()
        eventually(lambda: len(acknowledged) == count)
        eventually(lambda: readings_stored() == count)


def test_a_burst_of_20000_is_stored_whole_and_in_order_within_bounds(broker: Broker) -> None:
    CameraFactory(code="gate")
    for n in range(SENSORS):
        SensorFactory(code=f"WL-{n}")
    start, count = time.time() - 1000, 20_000
    overheard, most = Overheard(), 0
    genuine = Inbox.put_nowait

    def put(self: Inbox, *arguments: Any) -> None:
        nonlocal most
        genuine(self, *arguments)
        most = max(most, self.qsize())

    with (
        patch.object(listening, "take_in", overheard),
        patch.object(Inbox, "put_nowait", put),
        running(broker) as one,
    ):
        connected(broker)
        device = broker.client()
        for n in range(count):
            last = device.publish(f"safecity/readings/WL-{n % SENSORS}", reading(n, start), qos=1)
        last.wait_for_publish(ANSWERS_WITHIN_S)
        eventually(lambda: sum(map(len, overheard.values.values())) >= count)
        figures = one.figures
    assert readings_stored() == count
    assert most <= PROMISED + ONE_READ
    assert figures["dropped"] == 0
    for n in range(SENSORS):
        assert overheard.values[f"safecity/readings/WL-{n}"] == list(range(n, count, SENSORS))


def test_a_burst_that_nobody_promised_is_cut_at_the_bound_and_what_is_cut_is_counted(broker: Broker) -> None:
    CameraFactory(code="gate")
    SensorFactory(code="WL-0")
    start, count = time.time() - 1000, 3_000
    with patch.object(inbox, "MOST", 200), running(broker) as one:
        connected(broker)
        device = broker.client()
        for n in range(count):
            last = device.publish("safecity/readings/WL-0", reading(n, start), qos=0)
        last.wait_for_publish(ANSWERS_WITHIN_S)
        eventually(lambda: one.figures["dropped"] + readings_stored() == count)
        assert one.figures["families"]["readings"]["received"] == readings_stored() >= 200


def test_a_broker_that_refuses_the_login_is_named_so_and_takes_the_portal_in_when_it_may(
    broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    CameraFactory(code="gate")
    wrong = broker.url.replace("only%20for", "not%20for")
    with running(broker, url=wrong) as one:
        eventually(lambda: one.listener is not None and one.listener.figures.state == "refused")
        assert one.figures["connections"] == 0
    assert "not for" not in caplog.text
    assert str(urlsplit(wrong).password) not in caplog.text
    with running(broker):
        connected(broker)


NONSENSE = [
    b"",
    b"\x00",
    b"\xff\xfe\x00{",
    b"[" * 100_000,
    b'{"after":' * 5_000,
    b'{"value": NaN}',
    b'{"value": 1e999}',
    b'{"value": true, "at": 1}',
    b'{"value": 2, "at": 1e300}',
    b'{"value": 2, "at": "9999-12-31T23:59:59-14:00"}',
    b'{"value": 2, "at": -1e17}',
    b'{"value": 2, "at": {"$gt": 0}}',
    b'{"sensor": "\\u0000", "value": 2}',
    b'{"sensor": "\\ud800", "value": 2}',
    b"[1, [2, [3]]]",
    b'{"type": "new", "after": null}',
    b'{"type": "new", "after": {"id": 5, "camera": ["gate"], "label": {}, "start_time": "yesterday"}}',
]


def test_nonsense_on_every_topic_stops_nothing_and_breaks_nothing(broker: Broker) -> None:
    CameraFactory(code="gate")
    SensorFactory(code="WL-0")
    chance = random.Random(7)
    noise = [chance.randbytes(chance.randrange(1, 400)) for _ in range(60)]
    topics = [
        "frigate/events",
        "frigate/reviews",
        "frigate/gate/status/detect",
        "safecity/readings",
        "safecity/readings/WL-0",
        "gate/onvif-ej/VideoSource/MotionAlarm/&1",
        "gate/onvif-ej/RuleEngine/Recognition/LicensePlate",
    ]
    with running(broker) as one:
        connected(broker)
        device = broker.client()
        before = one.figures["received"]
        for payload in [*NONSENSE, *noise]:
            for topic in topics:
                device.publish(topic, payload, qos=1)
        broker.publish("frigate/events", event("21.5-z"))
        eventually(lambda: Detection.objects.filter(source_ref="21.5-z").exists())
        sent = len(topics) * (len(NONSENSE) + len(noise))
        eventually(lambda: one.figures["received"] >= before + sent + 1)
        assert "fault" not in one.figures["refused"], one.figures
        assert one.figures["connections"] == 1
    refs = set(Detection.objects.filter(source="frigate").values_list("source_ref", flat=True))
    assert {ref for ref in refs if not OF_CONNECTED.fullmatch(ref)} == {"21.5-z"}
    assert readings_stored() == 0


def test_a_texts_null_character_is_no_fault(broker: Broker) -> None:
    """PostgreSQL takes no such character: it is left out, and the thing that was seen is kept."""
    CameraFactory(code="gate")
    with running(broker) as one:
        connected(broker)
        broker.publish(
            "frigate/events", event("22.5-a", sub_label="No\u0000dira", entered_zones=["ya\u0000rd"])
        )
        eventually(lambda: Detection.objects.filter(source_ref="22.5-a").exists())
        assert one.figures["refused"] == {}


def test_a_huge_payload_is_refused_or_held_back_and_what_follows_is_taken(broker: Broker) -> None:
    CameraFactory(code="gate")
    with running(broker) as one:
        connected(broker)
        broker.publish("frigate/events", event("23.5-a", path=["x" * (LARGEST_BYTES // 2)]))
        broker.publish("frigate/events", event("23.5-b", path=["x" * (LARGEST_BYTES * 2)]))
        broker.publish("frigate/events", event("23.5-c"))
        eventually(lambda: Detection.objects.filter(source_ref="23.5-c").exists())
        assert one.figures["refused"] == {"too_large": 1}
        assert one.figures["connections"] == 1


# paho leaves the socket of a handshake that failed to the garbage collector
@pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket")
def test_an_encrypted_broker_is_taken_by_its_authority_alone(broker: Broker, tmp_path: Path) -> None:
    CameraFactory(code="gate")
    signed, key = certificate(tmp_path)
    broker.away()
    url = broker.encrypt(signed, key)
    broker.back()
    with running(broker, url=url) as one:
        eventually(lambda: one.listener is not None and one.listener.figures.state == "away")
        assert one.figures["connections"] == 0
    with running(broker, url=url, authorities=str(signed)) as trusted:
        eventually(lambda: trusted.figures.get("connections") == 1)
