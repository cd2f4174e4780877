"""The JSON edge of protected sites."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.sensors.actions import GivenReading, record_readings
from tests.accounts.factories import UserFactory
from tests.alarms.site_factories import SiteContactFactory, SiteFactory
from tests.cameras.factories import CameraFactory
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/sites/"


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory())


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["results"]]


def test_a_list_holds_the_sites_of_the_callers_regions_with_their_perimeter(operator: APIClient) -> None:
    site = SiteFactory(kind="energy")
    SiteFactory(region__code="UZ-TO")
    SiteFactory(retired_at=now())
    (item,) = operator.get(URL).json()["results"]
    assert (item["id"], item["kind"], item["kind_name"]) == (site.pk, "energy", "energy")
    assert item["perimeter"]["type"] == "Polygon"
    assert [69.245, 41.305] in item["perimeter"]["coordinates"][0]


def test_a_site_of_another_region_answers_the_same_as_a_missing_one(operator: APIClient) -> None:
    foreign = SiteFactory(region__code="UZ-TO")
    for part in ("", "contacts/", "cameras/", "sensors/"):
        missing = operator.get(f"{URL}999999/{part}")
        other = operator.get(f"{URL}{foreign.pk}/{part}")
        assert (other.status_code, other.content) == (404, missing.content), part


def test_a_list_narrows_to_what_holds_a_point_or_belongs_to_a_camera(operator: APIClient) -> None:
    here, linked = SiteFactory(), SiteFactory(lonlat=(69.5, 41.5), name="Metro")
    camera = CameraFactory(lonlat=(60.0, 42.0))
    linked.cameras.add(camera)
    assert ids(operator.get(f"{URL}?at=69.2505,41.3105")) == [here.pk]
    assert ids(operator.get(f"{URL}?at=1,1")) == []
    assert ids(operator.get(f"{URL}?camera={camera.pk}")) == [linked.pk]
    assert ids(operator.get(f"{URL}?search=метро")) == [linked.pk]
    assert ids(operator.get(f"{URL}?kind=water&region=UZ-TK")) == [here.pk, linked.pk]


@pytest.mark.parametrize("query", ["at=1", "at=a,b", "at=nan,1", "at=200,1", "kind=castle", "camera=x"])
def test_nonsense_in_a_filter_is_refused_with_a_code(operator: APIClient, query: str) -> None:
    answer = operator.get(f"{URL}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert query.split("=")[0] in answer.json()["fields"]


def test_one_site_tells_what_to_do_and_masks_whom_to_call(operator: APIClient) -> None:
    contact = SiteContactFactory(site__instructions="Close the gate.")
    detail = operator.get(f"{URL}{contact.site_id}/").json()
    assert detail["instructions"] == "Close the gate."
    assert detail["contacts"] == [
        {"name": "Nodira Aliyeva", "post": "duty engineer", "phone": "•••••••••••67"}
    ]
    assert not AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA).exists()


def test_reading_the_numbers_is_kept(operator: APIClient) -> None:
    contact = SiteContactFactory()
    answer = operator.get(f"{URL}{contact.site_id}/contacts/")
    assert answer.json()[0]["phone"] == "+998901234567"
    assert "no-store" in answer["Cache-Control"]
    (entry,) = AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA)
    assert (entry.object_type, entry.object_id, entry.region_id) == (
        "alarms.sitecontact", str(contact.site_id), "UZ-TK",
    )  # fmt: skip
    assert entry.detail == {"fields": ["name", "phone"], "rows": 1}


def test_a_sites_cameras_are_those_inside_and_those_linked_the_nearest_first(operator: APIClient) -> None:
    site = SiteFactory()
    far, near = CameraFactory(lonlat=(69.253, 41.31)), CameraFactory(lonlat=(69.2501, 41.31))
    linked = CameraFactory(lonlat=(69.3, 41.31))
    CameraFactory(lonlat=(69.4, 41.31))
    CameraFactory(lonlat=(69.25, 41.31), retired_at=now())
    site.cameras.add(linked)
    foreign = CameraFactory(lonlat=(69.25, 41.31), region__code="UZ-TO")
    site.cameras.add(foreign)
    answer = operator.get(f"{URL}{site.pk}/cameras/")
    assert ids(answer) == [near.pk, far.pk, linked.pk]
    assert [row["is_linked"] for row in answer.json()["results"]] == [False, False, True]
    from_there = operator.get(f"{URL}{site.pk}/cameras/?near=69.3,41.31&limit=1").json()
    assert ([row["id"] for row in from_there["results"]], from_there["count"]) == ([linked.pk], 3)
    assert operator.get(f"{URL}{site.pk}/cameras/?near=here").status_code == 400


def test_a_sites_sensors_come_with_their_newest_value(operator: APIClient) -> None:
    site = SiteFactory()
    inside, linked = SensorFactory(code="IN"), SensorFactory(code="LINKED", lonlat=(69.9, 41.9))
    SensorFactory(code="FAR", lonlat=(69.9, 41.9))
    site.sensors.add(linked)
    record_readings(readings=[GivenReading("IN", now(), 3.25)], by=None, at=now())
    answer = operator.get(f"{URL}{site.pk}/sensors/")
    assert ids(answer) == [inside.pk, linked.pk]
    first, second = answer.json()["results"]
    assert (first["value"], first["unit"], first["kind_name"], first["is_linked"]) == (
        3.25,
        "m",
        "Water level",
        False,
    )
    assert (second["value"], second["is_linked"]) == (None, True)
    assert ids(operator.get(f"{URL}?sensor={linked.pk}")) == [site.pk]


def test_nobody_writes_sites_here_and_an_auditor_sees_none(
    operator: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    SiteFactory()
    assert operator.post(URL, {}, format="json").status_code == 405
    assert signed_in(UserFactory(role=Role.AUDITOR)).get(URL).status_code == 403
