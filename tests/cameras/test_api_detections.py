"""Detections at the JSON edge."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import ApiClient
from apps.accounts.roles import Role
from apps.cameras.models import Camera, Detection
from apps.core.clock import iso, now
from apps.core.ids import uuid7
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.cameras.factories import NOON, CameraFactory, DetectionFactory
from tests.described import DescribedClient

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/detections/"


@pytest.fixture
def camera() -> Camera:
    return CameraFactory(code="C-1")


def system(client: ApiClient | None = None) -> APIClient:
    """Another system's client."""
    caller = DescribedClient()
    key = key_of(client or ApiClientFactory(scopes=["detections:write", "detections:read"]))
    caller.credentials(HTTP_AUTHORIZATION=f"Api-Key {key}")
    return caller


def message(camera: Camera | int | str, ref: str = "a", **more: Any) -> dict[str, Any]:
    return {
        "camera": camera.pk if isinstance(camera, Camera) else camera,
        "source": "frigate",
        "source_ref": ref,
        "label": "person",
        "at": "2026-10-01T12:00:01+05:00",
    } | more


def send(caller: APIClient, body: Any) -> Any:
    return caller.post(ADDRESS, body, format="json")


def test_a_new_detection_is_created_and_a_known_one_brought_up_to_date(camera: Camera) -> None:
    caller = system()
    first = send(caller, message(camera, score=0.9, sub_label=None, zones=["gate"]))
    assert first.status_code == 201
    item = first.json()
    assert (item["camera"]["code"], item["region"], item["open"]) == ("C-1", "UZ-TK", True)
    assert (item["began_at"], item["sub_label"], item["zones"]) == (
        "2026-10-01T07:00:01.000Z",
        None,
        ["gate"],
    )
    end = {"at": "2026-10-01T07:00:09Z", "ended_at": "2026-10-01T07:00:09Z", "sub_label": "Anna"}
    again = send(caller, message(camera, **end))
    assert (again.status_code, again.json()["id"]) == (200, item["id"])
    assert (again.json()["open"], again.json()["sub_label"]) == (False, "Anna")
    assert Detection.objects.count() == 1


def test_a_camera_is_named_by_its_number_or_its_code(camera: Camera) -> None:
    caller = system()
    assert send(caller, message("C-1")).json()["id"] == send(caller, message(camera)).json()["id"]


def test_a_code_that_two_regions_have_names_no_camera(camera: Camera) -> None:
    CameraFactory(code="C-1", region__code="UZ-TO")
    caller = system(ApiClientFactory(scopes=["detections:write"], is_national=True))
    assert send(caller, message("C-1")).json()["code"] == "unknown_camera"


def test_a_list_is_stored_at_once(camera: Camera) -> None:
    caller = system()
    answer = send(caller, [message(camera, "a"), message(camera, "b"), message(camera, "a")])
    assert answer.status_code == 201
    assert [item["source_ref"] for item in answer.json()] == ["a", "b", "a"]
    assert send(caller, [message(camera, "a"), message(camera, "b")]).status_code == 200
    assert send(caller, []).json() == []


def test_a_time_that_is_not_given_is_now(camera: Camera) -> None:
    before = now()
    answer = send(system(), message(camera, at=None))
    assert Detection.objects.get(pk=answer.json()["id"]).updated_at >= before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 61}, "label"),
        ({"source_ref": "x" * 121}, "source_ref"),
        ({"source_ref": "a\x00"}, "source_ref"),
        ({"score": 1.2}, "score"),
        ({"score": "NaN"}, "score"),
        ({"zones": ["z"] * 51}, "zones"),
        ({"at": "2026-10-01T12:00:00"}, "at"),
        ({"at": 1_790_000_000.5}, "at"),
        ({"ended_at": "2099-01-01T00:00:00Z"}, "ended_at"),
        ({"camera": None}, "camera"),
        ({"camera": True}, "camera"),
        ({"camera": 2**70}, "camera"),
        ({"location": {"type": "Point", "coordinates": [200, 41]}}, "location"),
    ],
)
def test_a_wrong_field_is_named_and_in_a_list_by_the_place_of_its_row(
    camera: Camera, wrong: dict[str, Any], field: str
) -> None:
    caller = system()
    alone = send(caller, message(camera) | wrong)
    assert (alone.status_code, alone.json()["code"], set(alone.json()["fields"])) == (400, "invalid", {field})
    listed = send(caller, [message(camera), message(camera) | wrong])
    assert (listed.status_code, listed.json()["code"]) == (400, "invalid")
    (row,) = listed.json()["fields"]["rejected"]
    assert (row["index"], row["code"], set(row["fields"])) == (1, "invalid", {field})
    assert not Detection.objects.exists()


@pytest.mark.parametrize("body", ["text", 7, None, [7], [[]], [None]])
def test_what_is_no_object_is_refused(body: Any) -> None:
    assert send(system(), body).status_code == 400


def test_a_camera_of_another_region_is_unknown_like_a_missing_one(camera: Camera) -> None:
    foreign = CameraFactory(region__code="UZ-TO", code="T-1")
    caller = system()
    answers = [send(caller, message(wrong)) for wrong in (foreign.pk, "T-1", 999_999, "nothing")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(400, answers[0].content)}
    assert answers[0].json()["code"] == "unknown_camera"
    listed = send(caller, [message(camera), message(foreign), message(camera, "b")])
    assert (listed.status_code, listed.json()["code"]) == (400, "unknown_camera")
    assert [row["index"] for row in listed.json()["fields"]["rejected"]] == [1]
    assert not Detection.objects.exists()


def test_at_most_a_thousand_come_at_once(camera: Camera) -> None:
    answer = send(system(), [message(camera, str(n)) for n in range(1001)])
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many")


def test_no_client_finds_out_anothers_references(camera: Camera) -> None:
    first, second = send(system(), message(camera)), send(system(), message(camera))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


def test_only_those_who_may_send_detections_do(
    camera: Camera, api: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    assert send(api, message(camera)).status_code == 401
    assert send(signed_in(UserFactory()), message(camera)).status_code == 403
    answer = send(system(ApiClientFactory(scopes=["detections:read"])), message(camera))
    assert answer.status_code == 403
    assert "detections:write" in answer.json()["detail"]


def test_the_list_is_in_scope_and_narrows(signed_in: Callable[[Any], APIClient]) -> None:
    here = CameraFactory()
    old = DetectionFactory(camera=here, began_at=NOON - timedelta(days=1), ended_at=NOON)
    new = DetectionFactory(camera=here, label="person", source="onvif")
    DetectionFactory(camera=CameraFactory(region__code="UZ-TO"))
    operator = signed_in(UserFactory())

    def found(**query: Any) -> list[str]:
        answer = operator.get(ADDRESS, query)
        assert answer.status_code == 200, answer.content
        return [item["id"] for item in answer.json()["results"]]

    assert found() == [str(new.pk), str(old.pk)]
    assert found(camera=here.pk) == [str(new.pk), str(old.pk)]
    assert found(camera=here.pk + 99) == []
    assert found(label="person") == found(source="onvif") == found(open="true") == [str(new.pk)]
    assert found(open="false") == found(to=iso(NOON)) == [str(old.pk)]
    assert found(**{"from": iso(NOON)}) == [str(new.pk)]
    assert found(region="UZ-TO") == []
    assert operator.get(ADDRESS, {"format": "geojson"}).json()["count"] == 2


def test_one_detection_of_another_region_answers_as_a_missing_one(
    signed_in: Callable[[Any], APIClient],
) -> None:
    mine, foreign = DetectionFactory(), DetectionFactory(camera__region__code="UZ-TO")
    operator = signed_in(UserFactory())
    assert operator.get(f"{ADDRESS}{mine.pk}/").json()["id"] == str(mine.pk)
    missing, other = (operator.get(f"{ADDRESS}{pk}/") for pk in (uuid7(), foreign.pk))
    assert (other.status_code, other.content) == (404, missing.content)
    assert signed_in(UserFactory(role=Role.AUDITOR)).get(ADDRESS).status_code == 403
