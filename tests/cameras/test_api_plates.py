"""Plate readings come in at the JSON edge."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.cameras.models import Camera, PlateHit, PlateRead
from apps.core.clock import iso, now
from tests.accounts.factories import ApiClientFactory, key_of
from tests.cameras.factories import CameraFactory, WatchEntryFactory
from tests.described import DescribedClient

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/plate-reads/"


@pytest.fixture
def camera() -> Camera:
    return CameraFactory(code="P-1", kind="plate")


@pytest.fixture
def system() -> APIClient:
    caller = DescribedClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=['detections:write']))}")
    return caller


def row(**more: Any) -> dict[str, Any]:
    return {"camera": "P-1", "at": iso(now()), "plate": "01 A 777 BC"} | more


def send(caller: APIClient, body: Any) -> Any:
    return caller.post(ADDRESS, body, format="json")


def test_readings_are_stored_and_what_cannot_be_is_named_by_its_place(
    system: APIClient, camera: Camera
) -> None:
    CameraFactory(region__code="UZ-TO", code="T-1")
    answer = send(
        system,
        [
            row(confidence=0.9, direction="leaving", speed_kmh=61.5, vehicle={"colour": "white"}),
            row(plate="—"),
            row(camera="T-1"),
            row(confidence=2),
            row(at="2020-01-01T00:00:00Z"),
            row(at="tomorrow"),
            "text",
            row(vehicle={"colour": "x" * 41}),
        ],
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 1,
        "rejected": [
            {"index": 1, "code": "not_a_plate"},
            {"index": 2, "code": "unknown_camera"},
            {"index": 3, "code": "invalid_confidence"},
            {"index": 4, "code": "too_old"},
            {"index": 5, "code": "invalid_at"},
            {"index": 6, "code": "invalid_non_field_errors"},
            {"index": 7, "code": "invalid_vehicle"},
        ],
    }
    kept = PlateRead.objects.get()
    assert (kept.plate, kept.speed_kmh, kept.vehicle) == ("01A777BC", 61.5, {"colour": "white"})


def test_who_sends_learns_nothing_of_the_watch_list(system: APIClient, camera: Camera) -> None:
    plain = send(system, [row(plate="01A778BC")])
    WatchEntryFactory(plate="01A777BC")
    assert send(system, [row()]).json() == plain.json() == {"accepted": 1, "rejected": []}
    assert PlateHit.objects.count() == 1
    assert system.get(ADDRESS, {"plate": "01A777BC", "reason": "x"}).status_code == 403


def test_the_same_reading_again_is_accepted_and_stored_once(system: APIClient, camera: Camera) -> None:
    same = row()
    for _ in range(2):
        assert send(system, [same, same]).json()["accepted"] == 2
    assert PlateRead.objects.count() == 1


def test_at_most_a_thousand_come_at_once(system: APIClient) -> None:
    assert send(system, [row()] * 1001).status_code == 413
