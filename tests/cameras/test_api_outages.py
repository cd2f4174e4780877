"""Reports of health, outages and figures over the API."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.cameras.models import Camera, CameraHealth, NetworkNode, Outage
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], APIClient]


@pytest.fixture
def operator(signed_in: SignedIn) -> APIClient:
    return signed_in(UserFactory(role=Role.OPERATOR, regions=["UZ-TK"]))


def out(camera: Camera, since: datetime, **given: Any) -> Outage:
    return Outage.objects.create(
        **{
            "region": camera.region,
            "camera": camera,
            "cause": "timeout",
            "began_at": since,
            "noticed_at": since,
        }
        | given
    )


def test_outages_of_ones_regions_are_listed_the_cameras_of_a_failed_node_once(operator: APIClient) -> None:
    mine, other = CameraFactory(), CameraFactory(region=RegionFactory(code="UZ-TO"))
    node = NetworkNode.objects.create(code="SW-1", name="Chorsu", region=mine.region)
    whole = Outage.objects.create(
        region=mine.region, node=node, cause="node", began_at=now(), noticed_at=now(), cameras_count=7
    )
    part = out(mine, now(), part_of=whole)
    over = out(CameraFactory(), now() - timedelta(hours=2), ended_at=now() - timedelta(hours=1))
    out(other, now())
    listed = [row["id"] for row in operator.get("/api/v1/outages/").json()["results"]]
    assert listed == [str(whole.pk), str(over.pk)]
    (row,) = operator.get("/api/v1/outages/?open=true").json()["results"]
    assert (row["cameras_count"], row["node"]["code"], row["camera"], row["open"]) == (7, "SW-1", None, True)
    assert operator.get("/api/v1/outages/?region=UZ-TO").json()["count"] == 0
    (row,) = operator.get(f"/api/v1/outages/?part_of={whole.pk}").json()["results"]
    assert row["id"] == str(part.pk)


def test_the_outages_of_a_camera_and_those_of_a_foreign_one_like_a_missing_one(operator: APIClient) -> None:
    mine, other = CameraFactory(), CameraFactory(region=RegionFactory(code="UZ-TO"))
    outage = out(mine, now())
    (row,) = operator.get(f"/api/v1/cameras/{mine.pk}/outages/").json()["results"]
    assert row["id"] == str(outage.pk)
    foreign, missing = (operator.get(f"/api/v1/cameras/{pk}/outages/") for pk in (other.pk, 4711))
    assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_a_person_reports_no_health(operator: APIClient) -> None:
    camera = CameraFactory(status="unknown")
    assert (
        operator.post(f"/api/v1/cameras/{camera.pk}/health/", {"seen": "up"}, format="json").status_code
        == 403
    )


def test_a_system_reports_health_and_only_of_its_cameras(api: APIClient) -> None:
    camera, other = CameraFactory(status="unknown"), CameraFactory(region=RegionFactory(code="UZ-TO"))
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=['cameras:write']))}")
    address = f"/api/v1/cameras/{camera.pk}/health/"
    assert api.post(address, {"seen": "up"}, format="json").json()["status"] == "online"
    for _ in range(2):
        assert (
            api.post(address, {"seen": "down", "detail": "no video"}, format="json").json()["status"]
            == "online"
        )
    assert api.post(address, {"seen": "down"}, format="json").json()["status"] == "offline"
    assert Outage.objects.get().cause == "reported"
    assert api.post(address, {"seen": "asleep"}, format="json").status_code == 400
    ahead = (now() + timedelta(hours=1)).isoformat()
    assert api.post(address, {"seen": "up", "at": ahead}, format="json").status_code == 400
    assert api.post(f"/api/v1/cameras/{other.pk}/health/", {"seen": "up"}, format="json").status_code == 404


def test_figures_of_a_period_by_region_and_camera_with_the_longest_outages(operator: APIClient) -> None:
    camera, other = CameraFactory(), CameraFactory(region=RegionFactory(code="UZ-TO"))
    for one in (camera, other):
        CameraHealth.objects.create(camera=one, watched_since=now() - timedelta(days=10))
    began_at = now() - timedelta(days=5)
    out(camera, began_at, ended_at=began_at + timedelta(days=1))
    answer = operator.get("/api/v1/cameras/availability/").json()
    assert [row["region"] for row in answer["regions"]] == ["UZ-TK"]
    assert answer["total"]["availability"] == pytest.approx(0.9, abs=0.001)
    assert answer["total"]["mttr_s"] == 86400
    assert [row["id"] for row in answer["cameras"]] == [camera.pk]
    assert len(answer["longest"]) == 1
    assert operator.get("/api/v1/cameras/availability/?region=UZ-TO").json()["regions"] == []


@pytest.mark.parametrize(
    "query",
    [
        "from=x",
        "from=2026-02-01&to=2026-01-01",
        "from=0001-01-01",
        "to=0001-01-01",
        "to=9999-12-31",
        "limit=-1",
        "offset=99999999999999999999",
    ],
)
def test_what_is_no_period_is_refused(operator: APIClient, query: str) -> None:
    assert operator.get(f"/api/v1/cameras/availability/?{query}").status_code == 400
