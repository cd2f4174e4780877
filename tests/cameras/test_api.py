"""The JSON edge of cameras."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory())


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["results"]]


def test_a_list_holds_the_cameras_of_the_callers_regions_that_are_in_use(operator: APIClient) -> None:
    mine = CameraFactory()
    CameraFactory(region__code="UZ-TO")
    gone = CameraFactory(retired_at=now())
    assert ids(operator.get("/api/v1/cameras/")) == [mine.pk]
    assert ids(operator.get("/api/v1/cameras/?retired=true")) == [gone.pk]


def test_a_camera_of_another_region_answers_the_same_as_a_missing_one(operator: APIClient) -> None:
    foreign = CameraFactory(region__code="UZ-TO")
    missing = operator.get("/api/v1/cameras/999999/")
    other = operator.get(f"/api/v1/cameras/{foreign.pk}/")
    assert (other.status_code, other.content) == (missing.status_code, missing.content)
    assert missing.status_code == 404


def test_a_list_narrows_by_kind_status_box_and_words(operator: APIClient) -> None:
    one = CameraFactory(kind="ptz", status="offline", lonlat=(69.1, 41.1), name="Chorsu")
    two = CameraFactory(kind="face", status="online", lonlat=(69.9, 41.9), name="Yunusobod")
    get = operator.get
    assert ids(get("/api/v1/cameras/?kind=ptz")) == [one.pk]
    assert ids(get("/api/v1/cameras/?kind=ptz&kind=face")) == [one.pk, two.pk]
    assert ids(get("/api/v1/cameras/?status=online")) == [two.pk]
    assert ids(get("/api/v1/cameras/?bbox=69.0,41.0,69.2,41.2")) == [one.pk]
    assert ids(get("/api/v1/cameras/?search=Юнусобод")) == [two.pk]
    assert ids(get("/api/v1/cameras/?region=UZ-TO")) == []


@pytest.mark.parametrize(
    "query",
    ["bbox=1,2,3", "bbox=a,b,c,d", "bbox=nan,1,2,3", "bbox=5,5,1,1", "kind=telescope", "status=burning"],
)
def test_nonsense_in_a_filter_is_refused_with_a_code(operator: APIClient, query: str) -> None:
    answer = operator.get(f"/api/v1/cameras/?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert query.split("=")[0] in answer.json()["fields"]


def test_a_list_is_a_feature_collection_on_request(operator: APIClient) -> None:
    camera = CameraFactory(lonlat=(69.1, 41.2))
    answer = operator.get("/api/v1/cameras/?format=geojson")
    assert answer["Content-Type"] == "application/geo+json"
    collection = answer.json()
    assert (collection["type"], collection["count"]) == ("FeatureCollection", 1)
    (feature,) = collection["features"]
    assert feature["id"] == camera.pk
    assert feature["geometry"] == {"type": "Point", "coordinates": [69.1, 41.2]}
    assert feature["properties"]["status"] == "online"


def test_columns_are_gzipped_and_answer_304_until_something_changes(operator: APIClient) -> None:
    camera = CameraFactory()
    first = operator.get("/api/v1/cameras/columns/", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(first.content))["ids"] == [camera.pk]
    plain = operator.get("/api/v1/cameras/columns/")
    assert plain.json()["ids"] == [camera.pk]
    again = operator.get("/api/v1/cameras/columns/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    CameraFactory()
    assert (
        operator.get("/api/v1/cameras/columns/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    )


def test_another_system_sets_the_status_of_its_regions_cameras(api: APIClient) -> None:
    mine, foreign = CameraFactory(status="online"), CameraFactory(region__code="UZ-TO")
    api.credentials(
        HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=['cameras:write', 'cameras:read']))}"
    )
    answer = api.post(f"/api/v1/cameras/{mine.pk}/status/", {"status": "offline"}, format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "offline")
    assert (
        api.post(f"/api/v1/cameras/{foreign.pk}/status/", {"status": "online"}, format="json").status_code
        == 404
    )
    assert (
        api.post(f"/api/v1/cameras/{mine.pk}/status/", {"status": "asleep"}, format="json").status_code == 400
    )


def test_an_operator_does_not_set_a_cameras_status_and_an_auditor_sees_none(
    operator: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    camera = CameraFactory()
    answer = operator.post(f"/api/v1/cameras/{camera.pk}/status/", {"status": "offline"}, format="json")
    assert answer.status_code == 403
    assert signed_in(UserFactory(role=Role.AUDITOR)).get("/api/v1/cameras/").status_code == 403


def test_nobody_sees_cameras_without_signing_in(api: APIClient) -> None:
    assert api.get("/api/v1/cameras/").status_code == 401
    assert api.get("/api/v1/cameras/columns/").status_code == 401


def test_a_list_holds_the_cameras_that_are_asked_for_by_their_numbers(operator: APIClient) -> None:
    one, two, _ = CameraFactory(), CameraFactory(), CameraFactory()
    foreign = CameraFactory(region__code="UZ-TO")
    assert ids(operator.get(f"/api/v1/cameras/?id={two.pk},{one.pk},{foreign.pk},999999")) == [one.pk, two.pk]
    assert operator.get("/api/v1/cameras/?id=7,x").status_code == 400


def test_the_nearest_cameras_of_a_point_are_in_scope_in_use_and_in_metres(operator: APIClient) -> None:
    far, near = CameraFactory(lonlat=(69.30, 41.31)), CameraFactory(lonlat=(69.251, 41.31))
    CameraFactory(lonlat=(69.25, 41.31), retired_at=now())
    CameraFactory(lonlat=(69.25, 41.31), region__code="UZ-TO")
    answer = operator.get("/api/v1/cameras/nearest/?lon=69.25&lat=41.31")
    assert ids(answer) == [near.pk, far.pk]
    assert answer.json()["results"][0]["distance_m"] == pytest.approx(83.7, abs=1)
    assert ids(operator.get("/api/v1/cameras/nearest/?lon=69.25&lat=41.31&limit=1")) == [near.pk]
    for query in ("", "lon=1", "lon=x&lat=1", "lon=nan&lat=1", "lon=200&lat=1", "lon=1&lat=1&limit=51"):
        assert operator.get(f"/api/v1/cameras/nearest/?{query}").status_code == 400
