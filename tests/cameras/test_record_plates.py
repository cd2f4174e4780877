"""Plate readings come in, and meet the watch list."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cameras.actions import GivenRead, record_plates
from apps.cameras.models import Camera, PlateHit, PlateRead
from apps.cameras.retention import keep_plates
from apps.core.constraints import check_at_once
from apps.live.models import Event
from tests.accounts.factories import ApiClientFactory
from tests.cameras.factories import NOON, CameraFactory, WatchEntryFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
Read = Callable[..., GivenRead]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def camera() -> Camera:
    return CameraFactory(code="P-1", name="Halqa yoʻli", kind="plate")


@pytest.fixture
def read(camera: Camera) -> Read:
    def make(plate: str = "01 A 777 BC", second: float = 0, **more: Any) -> GivenRead:
        return GivenRead(**{"camera_id": camera.pk} | more, plate=plate, at=after(second))

    return make


def record(*reads: GivenRead, by: Any = None, at: datetime = NOON) -> list[tuple[int, str]]:
    return record_plates(reads=reads, by=by, at=at).rejected


def test_a_reading_is_stored_in_both_its_writings(camera: Camera, read: Read) -> None:
    told = record_plates(
        reads=[
            read(
                "01 О 777 ВС",
                confidence=0.9,
                direction="leaving",
                speed_kmh=63.5,
                vehicle={"colour": "white"},
            )
        ],
        by=None,
        at=after(1),
    )
    assert told == (1, [])
    row = PlateRead.objects.get()
    assert (row.plate, row.key, row.camera, row.region_id) == ("01O777BC", "010777BC", camera, "UZ-TK")
    assert (row.confidence, row.direction, row.speed_kmh, row.vehicle) == (
        0.9, "leaving", 63.5, {"colour": "white"},
    )  # fmt: skip
    assert row.received_at == after(1)


def test_the_same_reading_again_is_one(read: Read) -> None:
    assert record_plates(reads=[read(), read("01A777BC")], by=None, at=NOON) == (2, [])
    assert record_plates(reads=[read()], by=None, at=NOON) == (1, [])
    assert PlateRead.objects.count() == 1


def test_what_cannot_be_taken_is_refused_alone_with_its_place(read: Read) -> None:
    other = CameraFactory(region__code="UZ-TO")
    wrong = record(
        read(),
        read(camera_id=other.pk),
        read("???"),
        read(second=301),
        read(second=-91 * 86400),
        by=ApiClientFactory(),
    )
    assert wrong == [(1, "unknown_camera"), (2, "not_a_plate"), (3, "in_future"), (4, "too_old")]
    assert PlateRead.objects.count() == 1


def test_readings_are_no_events(read: Read) -> None:
    record(read())
    assert not Event.objects.exists()


def test_a_plate_of_the_watch_list_is_a_hit_and_an_event(camera: Camera, read: Read) -> None:
    entry = WatchEntryFactory(plate="01A777BC", reason="Stolen on 30 September", priority=1)
    record(read("01 A 777 BC", 5, confidence=0.8, direction="approaching"), read("01A778BC", 5))
    hit = PlateHit.objects.get()
    event = Event.objects.get()
    assert (event.topic, event.kind, event.region_id, event.redacted) == (
        "plates", "plate.sighted", "UZ-TK", None,
    )  # fmt: skip
    assert json.loads(event.payload)["data"] == {
        "id": str(hit.pk),
        "region": "UZ-TK",
        "camera": {"id": camera.pk, "code": "P-1", "name": "Halqa yoʻli"},
        "plate": "01A777BC",
        "at": "2026-10-01T07:00:05.000Z",
        "confidence": 0.8,
        "direction": "approaching",
        "watch": {"id": str(entry.pk), "reason": "Stolen on 30 September", "priority": 1},
        "location": {"type": "Point", "coordinates": [69.25, 41.31]},
        "open": True,
    }


@pytest.mark.parametrize(
    ("listed", "plate", "is_hit"),
    [
        ("01A777BC", "O1A777BC", True),
        ("01O777BC", "01 0777 BC", True),  # no reader tells them apart
        ("01?777*", "01X777YZ", True),
        ("01?777*", "01X778YZ", False),
        ("*777*", "777", False),
        ("777*", "60777ABC", False),
        ("*777*", "60777ABC", True),
    ],
)
def test_patterns_meet_what_they_mean(read: Read, listed: str, plate: str, is_hit: bool) -> None:
    WatchEntryFactory(plate=listed)
    record(read(plate if plate != "777" else "01778ABC"))
    assert PlateHit.objects.exists() == is_hit


@pytest.mark.parametrize(
    ("entry", "is_hit"),
    [
        ({}, True),
        ({"valid_from": after(1)}, False),
        ({"valid_until": after(0)}, False),
        ({"valid_until": after(1)}, True),
        ({"ended_at": after(0), "end_reason": "found"}, False),
    ],
)
def test_an_entry_counts_from_to_and_until_it_is_taken_off(
    read: Read, entry: dict[str, Any], is_hit: bool
) -> None:
    WatchEntryFactory(**entry)
    record(read())
    assert PlateHit.objects.exists() == is_hit


def test_an_entry_of_a_region_counts_there_alone(read: Read) -> None:
    WatchEntryFactory(region=RegionFactory(code="UZ-TO"))
    record(read())
    assert not PlateHit.objects.exists()
    WatchEntryFactory(region=RegionFactory(code="UZ-TK"))
    record(read(second=1))
    assert PlateHit.objects.count() == 1


def test_a_passing_is_one_hit_however_often_the_plate_is_read(read: Read) -> None:
    WatchEntryFactory()
    record(read(second=0), read(second=1))
    record(read(second=2))
    record(read(second=0))
    record(read(second=70), at=after(70))
    assert [hit.at for hit in PlateHit.objects.order_by("at")] == [NOON, after(70)]
    assert Event.objects.count() == 2


def test_another_camera_is_another_hit(read: Read) -> None:
    WatchEntryFactory()
    record(read(), read(camera_id=CameraFactory().pk))
    assert PlateHit.objects.count() == 2


def test_a_batch_costs_a_few_statements_however_large_it_is(read: Read) -> None:
    WatchEntryFactory()

    def cost(count: int, second: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            record(*[read(f"01A{n:03}BC", second) for n in range(count)])
        return len(asked)

    assert cost(900, 1) == cost(800, 200)


def test_readings_and_hits_go_when_they_are_too_old(read: Read) -> None:
    keep_plates(at=NOON)
    WatchEntryFactory()
    check_at_once()
    record(read())
    made, dropped = keep_plates(at=NOON + timedelta(days=90))
    assert len(made) == 4
    assert not dropped
    assert PlateRead.objects.count() == PlateHit.objects.count() == 1
    _, dropped = keep_plates(at=NOON + timedelta(days=91))
    assert dropped == ["cameras_plateread_20261001"]
    assert not PlateRead.objects.exists()
    assert not PlateHit.objects.exists()


def test_a_day_that_is_made_late_takes_over_what_had_none(read: Read) -> None:
    record(read())
    keep_plates(at=NOON)
    record(read())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cameras_plateread_20261001")
        assert cursor.fetchone() == (1,)
    assert PlateRead.objects.count() == 1
