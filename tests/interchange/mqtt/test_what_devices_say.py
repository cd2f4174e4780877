"""What Frigate and ONVIF cameras say, from the broker to the row: ends first, again, in any order and spelling."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from apps.cameras.models import Camera, Detection, PlateRead
from tests.broker import Broker
from tests.cameras.factories import CameraFactory
from tests.interchange.mqtt.listeners import Running, connected, event, eventually, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def camera() -> Camera:
    camera: Camera = CameraFactory(code="gate")
    return camera


@pytest.fixture
def listener(broker: Broker, camera: Camera) -> Iterator[Running]:
    with running(broker) as one:
        connected(broker)
        yield one


def told(broker: Broker, *messages: tuple[str, str]) -> None:
    """Publish, and wait until all of it is stored.

    Of a batch detections are stored before plates: a mark of the batch after it says that the batch is whole.
    """
    for topic, payload in messages:
        broker.publish(topic, payload)
    for _ in range(2):
        mark = f"mark-{time.monotonic_ns()}"
        broker.publish("frigate/events", event(mark))
        eventually(Detection.objects.filter(source_ref=mark).exists)


def frigate(ref: str, kind: str = "update", **changed: Any) -> tuple[str, str]:
    return "frigate/events", event(ref, kind, **changed)


def test_every_order_in_which_an_event_can_come_ends_in_the_same_row(
    broker: Broker, listener: Running
) -> None:
    start = time.time() - 60.25
    said = [
        ("new", {"frame_time": start, "top_score": 0.5}),
        ("update", {"frame_time": start + 5, "sub_label": "Nodira", "entered_zones": ["yard"]}),
        ("end", {"frame_time": start + 9, "end_time": start + 9.5, "sub_label": ["Nodira", 0.81]}),
    ]
    orders = list(permutations(said))
    messages = [
        frigate(f"30.5-{number}", kind, start_time=start, **changed)
        for number, order in enumerate(orders)
        for kind, changed in order
        for _ in range(2)
    ]
    told(broker, *messages)
    rows = Detection.objects.filter(source_ref__startswith="30.5-")
    assert rows.count() == len(orders)
    began, ended = (datetime.fromtimestamp(at, UTC) for at in (start, start + 9.5))
    assert {(row.began_at, row.ended_at, row.sub_label, row.sub_score) for row in rows} == {
        (began, ended, "Nodira", 0.81)
    }
    assert "fault" not in listener.figures["refused"]


def test_an_end_alone_is_a_detection_that_is_over(broker: Broker, listener: Running) -> None:
    start = round(time.time()) - 60.125
    told(broker, frigate("31.5-a", "end", start_time=start, end_time=start + 2))
    row = Detection.objects.get(source_ref="31.5-a")
    assert (row.began_at.timestamp(), row.ended_at and row.ended_at.timestamp()) == (start, start + 2)


SUB_LABELS: list[tuple[Any, tuple[str, float | None]]] = [
    (None, ("", None)),
    ("", ("", None)),
    ("Nodira", ("Nodira", None)),
    (["Nodira", 0.5], ("Nodira", 0.5)),
    (["Nodira"], ("Nodira", None)),
    (["Nodira", None], ("Nodira", None)),
    ([], ("", None)),
    ("N" * 300, ("N" * 120, None)),
]


def test_a_sub_label_is_stored_however_it_is_written(broker: Broker, listener: Running) -> None:
    told(broker, *(frigate(f"32.5-{n}", sub_label=given) for n, (given, _) in enumerate(SUB_LABELS)))
    rows = {row.source_ref: (row.sub_label, row.sub_score) for row in Detection.objects.all()}
    assert [rows[f"32.5-{n}"] for n in range(len(SUB_LABELS))] == [stored for _, stored in SUB_LABELS]


def test_an_epoch_keeps_its_fraction_in_seconds_and_in_milliseconds(
    broker: Broker, listener: Running
) -> None:
    start = round(time.time()) - 60 + 0.127
    for unit in (1, 1000):
        told(broker, frigate(f"33.5-{unit}", start_time=start * unit, frame_time=(start + 1) * unit))
        row = Detection.objects.get(source_ref=f"33.5-{unit}")
        assert round(row.began_at.timestamp(), 3) == round(start, 3)


def test_a_review_that_ends_before_its_update_stays_ended(broker: Broker, listener: Running) -> None:
    start = round(time.time()) - 60

    def review(kind: str, ended: float | None, objects: list[str]) -> tuple[str, str]:
        state = {
            "id": "34.5-r",
            "camera": "gate",
            "start_time": start,
            "end_time": ended,
            "severity": "alert",
            "data": {"objects": objects, "zones": ["yard"]},
        }
        return "frigate/reviews", json.dumps({"type": kind, "before": state, "after": state})

    told(broker, review("end", start + 9, ["person", "car"]), review("update", None, ["person"]))
    row = Detection.objects.get(source_ref="34.5-r")
    assert (row.source, row.label, row.ended_at and row.ended_at.timestamp()) == (
        "frigate/reviews",
        "alert",
        start + 9,
    )


def onvif(is_on: object, at: float | str) -> tuple[str, str]:
    body = {"UtcTime": at, "Source": {"Rule": "Gate"}, "Data": {"IsInside": is_on}}
    return "gate/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&1/Gate", json.dumps(body)


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def test_a_state_of_onvif_told_again_in_every_spelling_is_one_detection_and_its_end_stays(
    broker: Broker, listener: Running
) -> None:
    start = round(time.time()) - 60
    told(
        broker,
        onvif(False, iso(start - 5)),
        onvif("true", iso(start)),
        onvif(True, start + 1),
        onvif("1", iso(start + 2)),
        onvif("0", iso(start + 9)),
        onvif(False, iso(start + 10)),
        onvif(True, iso(start + 3)),
    )
    rows = list(Detection.objects.filter(source="onvif"))
    assert [(row.began_at.timestamp(), row.ended_at and row.ended_at.timestamp()) for row in rows] == [
        (start, start + 9)
    ]
    assert listener.figures["aside"] == {"nothing_was_on": 2}


def test_a_plate_that_is_told_with_every_update_is_read_once(broker: Broker, listener: Running) -> None:
    start = round(time.time()) - 60
    plates = [None, "01A777BC", ["01A777BC", 0.9], "01A777BC"]
    told(
        broker,
        *(
            frigate("35.5-a", start_time=start, frame_time=start + n, recognized_license_plate=plate)
            for n, plate in enumerate(plates)
        ),
    )
    assert [row.plate for row in PlateRead.objects.all()] == ["01A777BC"]
