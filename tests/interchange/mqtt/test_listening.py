"""The listener at a real Mosquitto, over real PostgreSQL: nothing that was promised is lost, nothing is done twice."""

import asyncio
import json
import threading
import time
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from aiomqtt import MqttError
from django.db import OperationalError

from apps.cameras.models import Detection, PlateRead
from apps.core.clock import now
from apps.interchange.mqtt import listening, storing
from apps.interchange.mqtt.listening import Listener
from apps.live.models import Lease, ProcessReport
from apps.sensors.models import SensorState
from tests.broker import Broker
from tests.cameras.factories import CameraFactory
from tests.interchange.mqtt.listeners import (
    PATIENCE_S,
    Running,
    connected,
    event,
    eventually,
    readings_stored,
    running,
)
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_devices_publish_becomes_detections_plates_and_readings(broker: Broker) -> None:
    camera = CameraFactory(code="gate", kind="plate")
    SensorFactory(code="WL-1")
    with running(broker):
        connected(broker)
        broker.publish("frigate/events", event("1.5-a", recognized_license_plate="01A777BC"))
        broker.publish(
            "frigate/events", event("1.5-a", sub_label=["Nodira", 0.8], frame_time=time.time() - 30)
        )
        broker.publish("frigate/events", event("1.5-a", "end", end_time=time.time() - 20))
        broker.publish("frigate/events", event("1.5-a", frame_time=time.time() - 40))
        broker.publish("safecity/readings/WL-1", "2.5")
        eventually(lambda: readings_stored() == 1)
    (row,) = Detection.objects.filter(source_ref="1.5-a")
    assert (row.camera, row.intake, row.source) == (camera, "portal", "frigate")
    assert row.ended_at is not None
    assert PlateRead.objects.get().plate == "01A777BC"


def test_garbage_is_refused_with_codes_and_what_follows_is_taken(broker: Broker) -> None:
    CameraFactory(code="gate")
    CameraFactory(region__code="UZ-BU", code="twice")
    CameraFactory(region__code="UZ-TO", code="twice")
    with running(broker) as one:
        connected(broker)
        broker.publish("frigate/events", b"\x00\xff\xfe{[")
        broker.publish("frigate/events", event("2.5-b", camera="nobody"))
        broker.publish("frigate/events", event("2.5-c", camera="twice"))
        broker.publish("frigate/reviews", "[]")
        broker.publish("safecity/readings/NOBODY", "5")
        broker.publish("safecity/readings", b"\x80")
        broker.publish("frigate/events", event("2.5-d"))
        eventually(lambda: Detection.objects.filter(source_ref="2.5-d").exists())
        eventually(lambda: sum(one.codes.values()) == 6)
        assert one.codes == {
            "not_json": 2,
            "not_an_object": 1,
            "unknown_camera": 1,
            "ambiguous_camera": 1,
            "unknown_sensor": 1,
        }


def test_what_comes_while_nobody_listens_is_kept_by_the_broker(broker: Broker) -> None:
    CameraFactory(code="gate")
    with running(broker):
        connected(broker)
    for n in range(50):
        broker.publish("frigate/events", event(f"3.5-{n}"))
    with running(broker):
        eventually(lambda: Detection.objects.filter(source_ref__startswith="3.5-").count() == 50)


def test_the_broker_may_be_away_at_the_start_and_go_later(broker: Broker) -> None:
    CameraFactory(code="gate")
    broker.away()
    with running(broker):
        broker.back()
        connected(broker)
        broker.away()
        broker.back()
        broker.publish("frigate/events", event("4.5-a"))
        eventually(lambda: Detection.objects.filter(source_ref="4.5-a").exists())


def test_nothing_is_acknowledged_before_it_is_stored(broker: Broker) -> None:
    CameraFactory(code="gate")
    with running(broker):
        connected(broker)
    asked = threading.Event()

    def is_away(*_: Any, **__: Any) -> None:
        asked.set()
        raise OperationalError("the database is away")

    with patch.object(listening, "take_in", is_away), running(broker) as one:
        broker.publish("frigate/events", event("5.5-a"))
        assert asked.wait(PATIENCE_S)
        one.stop()
    assert not Detection.objects.filter(source_ref="5.5-a").exists()
    with running(broker):
        eventually(lambda: Detection.objects.filter(source_ref="5.5-a").exists())


def test_a_database_that_comes_back_finds_the_same_messages_waiting(broker: Broker) -> None:
    CameraFactory(code="gate")
    genuine, failures = listening.take_in, iter(range(3))

    def limping(*arguments: Any, **named: Any) -> None:
        if next(failures, None) is not None:
            raise OperationalError("the database is away")
        genuine(*arguments, **named)

    with patch.object(listening, "take_in", limping), running(broker):
        connected(broker)
        assert next(failures, None) is None


def test_a_message_that_breaks_the_intake_is_refused_alone(broker: Broker) -> None:
    CameraFactory(code="gate")
    genuine = storing.record_detections

    def picky(*, sightings: Any, **named: Any) -> Any:
        if any(one.label == "poison" for one in sightings):
            raise ZeroDivisionError
        return genuine(sightings=sightings, **named)

    with patch.object(storing, "record_detections", picky), running(broker) as one:
        connected(broker)
        for n in range(9):
            broker.publish("frigate/events", event(f"6.5-{n}", label="poison" if n == 4 else "person"))
        eventually(lambda: Detection.objects.filter(source_ref__startswith="6.5-").count() == 8)
        eventually(lambda: one.codes == {"fault": 1})


def test_one_of_two_listeners_acts_and_the_other_goes_on_when_it_ends(broker: Broker) -> None:
    CameraFactory(code="gate")
    first = Running(broker, holder="first")
    connected(broker)
    second = Running(broker, holder="second")
    try:
        assert Lease.objects.get(name="mqtt:portal-under-test").holder == "first"
        first.stop()
        broker.publish("frigate/events", event("7.5-a"))
        eventually(lambda: Detection.objects.filter(source_ref="7.5-a").exists())
        assert Lease.objects.get(name="mqtt:portal-under-test").holder == "second"
    finally:
        first.stop()
        second.stop()


def test_what_has_come_when_the_end_is_asked_for_is_stored(broker: Broker) -> None:
    CameraFactory(code="gate")
    with running(broker) as one:
        connected(broker)
        for n in range(300):
            broker.publish("frigate/events", event(f"8.5-{n}"))
        one.stop()
        stored = Detection.objects.filter(source_ref__startswith="8.5-").count()
    with running(broker):
        eventually(lambda: Detection.objects.filter(source_ref__startswith="8.5-").count() == 300)
    assert stored > 0


def onvif(is_on: bool, at: datetime) -> str:
    return json.dumps({"UtcTime": at.isoformat(), "Source": {"Rule": "Gate"}, "Data": {"IsInside": is_on}})


def test_a_state_of_an_onvif_camera_is_one_detection_each_time_it_is_on(broker: Broker) -> None:
    camera = CameraFactory(code="CAM-1", analytics_name="mast-17")
    CameraFactory(code="gate")
    topic = "mast-17/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&1/Gate"
    start = now().replace(microsecond=0).timestamp() - 100
    told = [(True, 0), (True, 5), (False, 10), (True, 20), (False, 30)]
    with running(broker):
        connected(broker)
        for _ in range(2):
            for is_on, after in told:
                broker.publish(topic, onvif(is_on, datetime.fromtimestamp(start + after, UTC)))
        broker.publish("frigate/events", event("9.5-z"))
        eventually(lambda: Detection.objects.filter(source_ref="9.5-z").exists())
    rows = Detection.objects.filter(camera=camera).order_by("began_at")
    assert [
        (row.began_at.timestamp() - start, row.ended_at.timestamp() - start) for row in rows if row.ended_at
    ] == [
        (0, 10),
        (20, 30),
    ]
    assert rows.count() == 2
    assert {row.label for row in rows} == {"object_in_field"}


def test_a_camera_whose_stream_is_gone_is_observed_as_down(broker: Broker) -> None:
    camera = CameraFactory(code="gate")
    seen = []

    def observed(*, observations: Any, **_: Any) -> int:
        seen.extend(observations)
        return 0

    with patch.object(storing, "observe_health", observed), running(broker):
        connected(broker)
        broker.publish("frigate/gate/status/detect", "offline", retain=True)
        broker.publish("frigate/gate/status/record", "online")
        eventually(lambda: bool(seen))
    assert {(one.camera_id, one.is_up, one.detail) for one in seen} == {(camera.pk, False, "frigate_offline")}


def test_an_older_reading_that_the_broker_kept_moves_nothing_back(broker: Broker) -> None:
    CameraFactory(code="gate")
    sensor = SensorFactory(code="WL-1")
    with running(broker):
        connected(broker)
        old = json.dumps({"value": 2.5, "at": time.time() - 9})
        broker.publish("safecity/readings/WL-1", old, retain=True)
        broker.publish("safecity/readings/WL-1", json.dumps({"value": 7.5, "at": time.time() - 5}))
        eventually(lambda: readings_stored() == 2)
        broker.away()
        broker.back()
        connected(broker)
        assert (readings_stored(), SensorState.objects.get(sensor=sensor).value) == (2, 7.5)


def test_a_retained_state_that_comes_again_after_a_break_is_neither_counted_nor_observed_twice(
    broker: Broker,
) -> None:
    CameraFactory(code="gate")
    SensorFactory(code="WL-1")
    seen: list[Any] = []

    def observed(*, observations: Any, **_: Any) -> int:
        seen.extend(observations)
        return 0

    with patch.object(storing, "observe_health", observed), running(broker) as one:
        connected(broker)
        broker.publish("frigate/gate/status/detect", "offline", retain=True)
        broker.publish(
            "safecity/readings/WL-1", json.dumps({"value": 2.5, "at": time.time() - 9}), retain=True
        )
        broker.publish(
            "safecity/readings/WL-1", json.dumps({"value": 7.5, "at": time.time() - 5}), retain=True
        )
        eventually(lambda: readings_stored() == 2)
        for _ in range(2):
            broker.away()
            broker.back()
            connected(broker)
        told = one.figures
    assert [item.is_up for item in seen] == [False]
    assert told["stored"]["statuses"] == 1
    assert told["stored"]["readings"] == 2
    assert told["families"]["readings"]["received"] == 2
    assert told["repeated"] >= 4
    assert told["connections"] == 3


def test_a_process_tells_what_it_took_refused_and_set_aside_and_that_it_ended(broker: Broker) -> None:
    CameraFactory(code="gate")
    with patch.object(listening, "REPORT_EVERY_S", 0.05), running(broker):
        connected(broker)
        broker.publish("frigate/events", event("10.5-a"))
        broker.publish("frigate/events", "garbage")
        broker.publish("frigate/gate/status/record", "online")
        eventually(lambda: _reported().figures.get("aside", {}).get("says_nothing") == 1)
        row = _reported()
        assert (row.state, row.ended_at) == ("listening", None)
        assert row.figures["broker"] == f"127.0.0.1:{broker.port}"
        assert row.figures["refused"] == {"not_json": 1}
        assert row.figures["stored"]["detections"] == row.figures["received"] - 2
        assert row.figures["families"]["frigate"]["received"] == row.figures["received"]
        assert row.figures["connected_since"]
        broker.away()
        eventually(lambda: _reported().state == "away")
        assert _reported().figures["connected_since"] is None
    assert _reported().ended_at is not None


def _reported() -> ProcessReport:
    return ProcessReport.objects.get()


def test_a_broker_that_accepts_and_drops_at_once_is_tried_ever_less_often(broker: Broker) -> None:
    pauses: list[float] = []
    genuine = listening._pause

    async def hurried(seconds: float, until: asyncio.Event) -> bool:
        if seconds != listening.RENEW_S:
            pauses.append(seconds)
        return await genuine(0.0 if len(pauses) < 8 else seconds, until)

    async def dropped(self: Listener, client: Any, leave: asyncio.Event) -> None:
        raise MqttError("dropped at once")

    with (
        patch.object(listening, "_pause", hurried),
        patch.object(listening, "RENEW_S", 0.07),
        patch.object(Listener, "_listen", dropped),
        running(broker) as one,
    ):
        eventually(lambda: len(pauses) >= 8)
        assert one.figures["connections"] >= 8
    assert pauses[:8] == [0.05 * 2**n for n in range(8)]


def test_a_connection_that_stayed_for_a_while_is_taken_up_again_soon(broker: Broker) -> None:
    pauses: list[float] = []

    async def noted(seconds: float, until: asyncio.Event) -> bool:
        if seconds != listening.RENEW_S:
            pauses.append(seconds)
        return until.is_set() or (len(pauses) > 3 and bool(await until.wait()))

    async def dropped(self: Listener, client: Any, leave: asyncio.Event) -> None:
        raise MqttError("dropped")

    with (
        patch.object(listening, "_pause", noted),
        patch.object(listening, "STEADY_AFTER_S", 0.0),
        patch.object(Listener, "_listen", dropped),
        running(broker),
    ):
        eventually(lambda: len(pauses) >= 3)
    assert pauses[:3] == [listening.FIRST_PAUSE_S] * 3
