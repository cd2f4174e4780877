"""Detections come in."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.cameras.actions import Sighting, record_detections
from apps.cameras.intake import UnknownCameras
from apps.cameras.models import Camera, Detection
from apps.live.models import Event
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.cameras.factories import NOON, CameraFactory, DetectionFactory

pytestmark = pytest.mark.django_db
See = Callable[..., Sighting]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def camera() -> Camera:
    return CameraFactory(code="C-1", name="Chorsu")


@pytest.fixture
def see(camera: Camera) -> See:
    """`see(5, label="bus", ended=9)`: a message at second 5 of something that began at noon."""

    def make(second: float, *, ref: str = "a", ended: float | None = None, **more: Any) -> Sighting:
        given = {"camera_id": camera.pk, "source": "frigate", "source_ref": ref, "label": "car"}
        end = None if ended is None else after(ended)
        return Sighting(**given | {"began_at": NOON} | more, at=after(second), ended_at=end)

    return make


def record(*sightings: Sighting, by: Any = None) -> list[Detection]:
    return [told.detection for told in record_detections(sightings=sightings, by=by, at=after(60))]


def events() -> list[str]:
    return [event.kind.removeprefix("detection.") for event in Event.objects.order_by("seq")]


def test_a_new_detection_is_a_row_and_an_event(camera: Camera, see: See) -> None:
    [told] = record_detections(
        sightings=[see(1, sub_label="white", sub_score=0.7, score=0.9, zones=("gate", "gate", "road"))],
        by=None,
        at=after(2),
    )
    assert told.is_new
    row = Detection.objects.get()
    assert (row.camera, row.region_id, row.began_at, row.recorded_at) == (camera, "UZ-TK", NOON, after(2))
    event = Event.objects.get()
    assert (event.topic, event.kind, event.redacted) == ("detections", "detection.began", None)
    assert json.loads(event.payload)["data"] == {
        "id": str(row.pk),
        "region": "UZ-TK",
        "camera": {"id": camera.pk, "code": "C-1", "name": "Chorsu"},
        "source": "frigate",
        "source_ref": "a",
        "label": "car",
        "sub_label": "white",
        "sub_score": 0.7,
        "score": 0.9,
        "zones": ["gate", "road"],
        "location": {"type": "Point", "coordinates": [69.25, 41.31]},
        "began_at": "2026-10-01T07:00:00.000Z",
        "ended_at": None,
        "updated_at": "2026-10-01T07:00:01.000Z",
        "open": True,
    }


def test_a_message_again_changes_nothing_and_tells_nobody(see: See) -> None:
    record(see(1))
    before = Detection.objects.values().get()
    for _ in range(2):
        record(see(1))
    assert Detection.objects.values().get() == before
    assert events() == ["began"]


def test_an_update_changes_the_row_in_place(see: See) -> None:
    [first] = record(see(1))
    [again] = record(see(5, label="bus", score=0.4))
    assert (again.pk, again.label, again.score, again.updated_at) == (first.pk, "bus", 0.4, after(5))
    assert events() == ["began", "changed"]


def test_an_update_that_no_reader_needs_is_stored_and_no_event(see: See) -> None:
    record(see(1, score=0.5))
    [row] = record(see(2, score=0.8))
    row.refresh_from_db()
    assert (row.score, row.updated_at) == (0.8, after(2))
    assert events() == ["began"]


def test_an_update_older_than_what_is_stored_changes_nothing(see: See) -> None:
    record(see(5, label="bus"))
    before = Detection.objects.values().get()
    record(see(4, label="bicycle"))
    assert Detection.objects.values().get() == before
    assert events() == ["began"]


def test_an_end_that_comes_first_stays(see: See) -> None:
    record(see(9, ended=9))
    [row] = record(see(5, label="bus"))
    row.refresh_from_db()
    assert (row.label, row.ended_at) == ("car", after(9))
    assert events() == ["began", "ended"]


def test_an_end_is_told_once(see: See) -> None:
    record(see(1))
    for second in (9, 9, 12):
        record(see(second, ended=second))
    assert Detection.objects.get().ended_at == after(9)
    assert events() == ["began", "ended"]


def test_all_orders_of_arrival_end_in_the_same_row(see: See) -> None:
    said = [see(1), see(3, label="bus"), see(5, label="bus", sub_label="blue"), see(7, ended=7)]
    rows = set()
    for number, order in enumerate(permutations(said)):
        for one in order:
            message = Sighting(
                **{name: getattr(one, name) for name in one.__slots__} | {"source_ref": str(number)}
            )
            record(message)
        row = Detection.objects.get(source_ref=str(number))
        rows.add((row.label, row.sub_label, row.began_at, row.ended_at, row.updated_at))
    assert rows == {("car", "", NOON, after(7), after(7))}


def test_a_batch_holds_many_messages_of_one_thing(see: See) -> None:
    rows = record(see(7, ended=7), see(1), see(1, ref="b"), see(3, label="bus"))
    assert [row.source_ref for row in rows] == ["a", "a", "b", "a"]
    assert Detection.objects.count() == 2
    assert rows[0].ended_at == after(7)
    assert events() == ["began", "ended", "began"]


def test_a_batch_costs_a_few_statements_however_large_it_is(see: See) -> None:
    def cost(count: int, second: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            record(*[see(second, ref=str(n), label=str(second)) for n in range(count)])
        return len(asked)

    assert cost(200, 1) <= 12
    assert cost(2, 2) == cost(200, 3)
    assert Detection.objects.filter(label="3").count() == 200


def test_references_belong_to_who_sends_them(camera: Camera, see: See) -> None:
    one, other = (ApiClientFactory(scopes=["detections:write"]) for _ in range(2))
    users = [UserFactory(), UserFactory()]
    rows = [record(see(1), by=who)[0] for who in (None, one, other, *users, one)]
    assert len({row.pk for row in rows}) == 4
    assert rows[1].pk == rows[5].pk
    assert rows[3].pk == rows[4].pk


@pytest.mark.parametrize("foreign", ["region", "retired", "missing"])
def test_a_camera_that_one_does_not_see_is_unknown_and_nothing_is_stored(see: See, foreign: str) -> None:
    other = CameraFactory(
        region__code="UZ-TO" if foreign == "region" else "UZ-TK",
        retired_at=NOON if foreign == "retired" else None,
    )
    wrong = see(1, ref="b", camera_id=other.pk if foreign != "missing" else 999_999)
    with pytest.raises(UnknownCameras) as refused:
        record(see(1), wrong, by=ApiClientFactory(scopes=["detections:write"]))
    assert (refused.value.code, refused.value.indexes) == ("unknown_camera", (1,))
    assert not Detection.objects.exists()
    assert not Event.objects.exists()


def test_what_a_camera_saw_stays_in_the_region_of_then(camera: Camera, see: See) -> None:
    record(see(1))
    Camera.objects.filter(pk=camera.pk).update(region=CameraFactory(region__code="UZ-TO").region)
    [row] = record(see(2, label="bus"))
    assert row.region_id == "UZ-TK"


def test_the_database_keeps_one_row_per_intake_source_and_reference() -> None:
    known = DetectionFactory()
    with (
        pytest.raises(IntegrityError, match="detection_is_one_per_intake_source_and_ref"),
        transaction.atomic(),
    ):
        DetectionFactory(source_ref=known.source_ref)
