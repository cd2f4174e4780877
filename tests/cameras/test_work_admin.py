"""Planned work in the admin and over the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.cameras.models import MaintenanceWindow, NetworkNode
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/cameras/maintenancewindow/"


def window(*, begins_h: float, hours: float = 2, **of: Any) -> MaintenanceWindow:
    begins_at = now() + timedelta(hours=begins_h)
    return MaintenanceWindow.objects.create(
        begins_at=begins_at, ends_at=begins_at + timedelta(hours=hours), **{"reason": "Lens"} | of
    )


@pytest.fixture
def admin(browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role=Role.ADMIN, regions=["UZ-TK"]))


def test_work_is_planned_shortened_and_told_on_the_cameras_page(admin: Client) -> None:
    camera = CameraFactory()
    form = {
        "camera": camera.pk, "node": "", "region": "", "reason": "New lens",
        "begins_at_0": "2030-01-01", "begins_at_1": "10:00", "ends_at_0": "2030-01-01", "ends_at_1": "12:00",
    }  # fmt: skip
    answer = admin.post(f"{LIST}add/", form)
    assert answer.status_code == 302, answer.context["errors"]
    kept = MaintenanceWindow.objects.get()
    assert "New lens" in admin.get(f"/admin/cameras/camera/{camera.pk}/change/").content.decode()
    assert admin.post(f"{LIST}{kept.pk}/change/", form | {"ends_at_1": "11:00"}).status_code == 302
    kept.refresh_from_db()
    assert kept.ends_at - kept.begins_at == timedelta(hours=1)
    assert admin.get(f"{LIST}{kept.pk}/delete/").status_code == 403


@pytest.mark.parametrize("of", [{}, {"camera": True, "region": True}])
def test_work_on_nothing_or_on_two_things_is_refused(admin: Client, of: dict[str, bool]) -> None:
    camera = CameraFactory()
    form = {
        "camera": camera.pk if of.get("camera") else "", "region": "UZ-TK" if of.get("region") else "",
        "reason": "x",
        "begins_at_0": "2030-01-01", "begins_at_1": "10:00", "ends_at_0": "2030-01-01", "ends_at_1": "12:00",
    }  # fmt: skip
    assert admin.post(f"{LIST}add/", form).status_code == 200
    assert not MaintenanceWindow.objects.exists()


def test_windows_are_filtered_by_when_they_are(admin: Client) -> None:
    camera = CameraFactory()
    for reason, begins_h in (("past-work", -9), ("present-work", -1), ("future-work", 5)):
        window(begins_h=begins_h, camera=camera, reason=reason)
    for when, told in (("now", "present-work"), ("ahead", "future-work"), ("over", "past-work")):
        text = admin.get(f"{LIST}?when={when}").content.decode()
        assert [word for word in ("past-work", "present-work", "future-work") if word in text] == [told]


def test_a_camera_tells_the_work_on_itself_its_node_and_its_region_that_is_not_over(
    signed_in: Callable[[Any], APIClient],
) -> None:
    region = RegionFactory(code="UZ-TK")
    node = NetworkNode.objects.create(code="SW-1", name="Chorsu", region=region)
    camera, other = CameraFactory(region=region, node=node), CameraFactory(region__code="UZ-TO")
    window(begins_h=3, region=region)
    window(begins_h=-1, node=node)
    window(begins_h=1, camera=camera)
    window(begins_h=-5, camera=camera)
    window(begins_h=1, camera=other)
    operator = signed_in(UserFactory(role=Role.OPERATOR, regions=["UZ-TK"]))
    rows = operator.get(f"/api/v1/cameras/{camera.pk}/maintenance/").json()["results"]
    assert [row["of"] for row in rows] == ["node", "camera", "region"]
    foreign, missing = (operator.get(f"/api/v1/cameras/{pk}/maintenance/") for pk in (other.pk, 4711))
    assert (foreign.status_code, foreign.content) == (404, missing.content)
