"""A camera's login in the admin: written, replaced, taken away, and shown nowhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from apps.accounts.roles import Role
from apps.cameras.actions import keep_login
from apps.cameras.credentials import Credentials, credentials_of
from apps.cameras.models import Camera, CameraCredential
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db
LOGIN = {"login_username": "portal-eye", "login_password": "Maxfiy so‘z-77"}


@pytest.fixture
def admin(browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role=Role.ADMIN))


def page_of(camera: Camera) -> str:
    return f"/admin/cameras/camera/{camera.pk}/change/"


def post(admin: Client, camera: Camera, **given: Any) -> Any:
    form = {
        "code": camera.code, "name": camera.name, "kind": camera.kind, "region": camera.region_id,
        "location": '{"type":"Point","coordinates":[69.25,41.31]}',
    }  # fmt: skip
    return admin.post(page_of(camera), form | given)


def test_a_login_is_set_replaced_and_taken_away(admin: Client) -> None:
    camera = CameraFactory()
    assert post(admin, camera, **LOGIN).status_code == 302
    assert credentials_of(camera.pk) == Credentials("portal-eye", "Maxfiy so‘z-77")
    post(admin, camera, login_username="second", login_password=" with blanks ")
    assert credentials_of(camera.pk) == Credentials("second", " with blanks ")
    post(admin, camera, login_is_forgotten="on")
    assert not CameraCredential.objects.exists()


def test_a_form_that_says_nothing_of_the_login_keeps_it(admin: Client) -> None:
    camera = CameraFactory()
    keep_login(camera_id=camera.pk, username="a", password="b", by=None, at=now())
    assert post(admin, camera, name="Another name").status_code == 302
    assert credentials_of(camera.pk) == Credentials("a", "b")


def test_a_new_camera_is_made_with_its_login(admin: Client) -> None:
    region = CameraFactory().region_id
    form = {
        "code": "N-1", "name": "New", "kind": "ptz", "region": region,
        "location": '{"type":"Point","coordinates":[69.25,41.31]}',
    }  # fmt: skip
    assert admin.post("/admin/cameras/camera/add/", form | LOGIN).status_code == 302
    assert credentials_of(Camera.objects.get(code="N-1").pk) is not None


@pytest.mark.parametrize(
    "given",
    [
        {"login_username": "portal-eye"},
        {"login_password": "Maxfiy so‘z-77"},
        LOGIN | {"login_is_forgotten": "on"},
        LOGIN | {"login_password": "x" * 201},
    ],
)
def test_half_a_login_changes_nothing_and_the_password_does_not_come_back(
    admin: Client, given: dict[str, str]
) -> None:
    camera = CameraFactory()
    answer = post(admin, camera, **given)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert "Maxfiy so‘z-77" not in answer.content.decode()
    assert not CameraCredential.objects.exists()


def test_neither_page_nor_history_shows_a_login(admin: Client) -> None:
    camera = CameraFactory()
    post(admin, camera, **LOGIN)
    pages = (
        page_of(camera),
        f"/admin/cameras/camera/{camera.pk}/history/",
        "/audit/",
        "/admin/cameras/camera/",
    )
    for page in pages:
        text = admin.get(page).content.decode()
        assert "portal-eye" not in text, page
        assert "Maxfiy" not in text, page
    assert "portal-eye" not in "".join(LogEntry.objects.values_list("change_message", flat=True))
    sealed = Camera._meta.apps.get_model("cameras", "CameraCredentialEvent").objects.values()
    assert len(sealed) == 1
    assert "portal-eye" not in str(list(sealed))


def test_the_page_says_that_a_login_is_kept(admin: Client) -> None:
    camera = CameraFactory()
    assert "kept since" not in admin.get(page_of(camera)).content.decode()
    keep_login(camera_id=camera.pk, username="a", password="b", by=None, at=now())
    assert "kept since" in admin.get(page_of(camera)).content.decode()
