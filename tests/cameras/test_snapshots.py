"""The snapshot proxy: who may look, what passes for a picture, and cameras that lie, hang or send too much."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, User
from apps.accounts.roles import Role
from apps.cameras.actions import keep_login
from apps.cameras.models import Camera, CameraNetwork, Viewing
from apps.cameras.snapshots import desk, target_of
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.cameras.factories import CameraFactory
from tests.cameras.fake_camera import JPEG, PNG, WEBP, FakeCamera, camera_in_a_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Iterator[FakeCamera]:
    """A camera that answers, in an allowed network."""
    with camera_in_a_thread() as camera:
        CameraNetwork.objects.create(cidr="127.0.0.1/32")
        yield camera


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient], user: User) -> APIClient:
    return signed_in(user)


def at(there: FakeCamera, name: str = "picture", **rest: Any) -> Camera:
    return CameraFactory(snapshot_url=f"{there.url}/{name}", **rest)


def address(camera: Camera | int) -> str:
    return f"/api/v1/cameras/{camera if isinstance(camera, int) else camera.pk}/snapshot/"


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_snapshot_is_the_cameras_picture_with_its_age_and_is_stored_nowhere(
    operator: APIClient, there: FakeCamera
) -> None:
    answer = operator.get(address(at(there)))
    assert (answer.status_code, answer.content) == (200, JPEG)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert int(answer["Age"]) <= 1
    assert answer["X-Picture-At"].endswith("Z")
    assert "camera" not in answer.cookies


@pytest.mark.parametrize(
    ("name", "body", "media_type"), [("png", PNG, "image/png"), ("webp", WEBP, "image/webp")]
)
def test_what_a_picture_is_its_bytes_say_and_not_its_header(
    operator: APIClient, there: FakeCamera, name: str, body: bytes, media_type: str
) -> None:
    answer = operator.get(address(at(there, name)))
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, body, media_type)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("liar", "not_a_picture"),
        ("vector", "not_a_picture"),
        ("empty", "not_a_picture"),
        ("large", "picture_too_large"),
        ("endless", "picture_too_large"),
        ("away", "camera_failed"),
        ("broken", "camera_failed"),
        ("locked", "camera_refused"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_code(
    operator: APIClient, there: FakeCamera, settings: Any, name: str, code: str
) -> None:
    settings.SAFECITY_SNAPSHOT_BYTES = 100_000
    assert refusal(operator.get(address(at(there, name)))) == (502, code)
    assert there.asked == [f"/{name}"]
    assert not Viewing.objects.exists()


def test_a_camera_that_hangs_is_given_up(operator: APIClient, there: FakeCamera, settings: Any) -> None:
    settings.SAFECITY_SNAPSHOT_WITHIN_S = 0.2
    assert refusal(operator.get(address(at(there, "hanging")))) == (504, "camera_too_slow")


def test_a_camera_that_is_not_there_or_not_allowed_or_has_no_address_says_so_in_the_users_language(
    signed_in: Callable[[Any], APIClient], there: FakeCamera
) -> None:
    russian = signed_in(UserFactory(language="ru"))
    gone = CameraFactory(snapshot_url="http://127.0.0.1:9/picture")
    answer = russian.get(address(gone))
    assert (*refusal(answer), answer.json()["detail"]) == (502, "camera_unreachable", "Камера не отвечает.")
    assert refusal(russian.get(address(CameraFactory()))) == (409, "no_snapshot_address")
    CameraNetwork.objects.all().delete()
    assert refusal(russian.get(address(at(there)))) == (502, "camera_address_not_allowed")
    assert there.asked == []


def test_the_cameras_login_opens_its_picture_and_shows_nowhere(
    operator: APIClient, there: FakeCamera, user: User
) -> None:
    camera = at(there, "locked")
    keep_login(camera_id=camera.pk, username="root", password="pass", by=user, at=now())
    answer = operator.get(address(camera))
    assert (answer.status_code, answer.content) == (200, JPEG)
    assert there.asked == ["/locked", "/locked"]
    assert "pass" not in str(answer.headers)
    assert "root" not in repr(target_of(camera))
    assert there.url not in repr(target_of(camera))


def test_a_network_of_another_region_does_not_hold(operator: APIClient, there: FakeCamera) -> None:
    camera = at(there)
    CameraFactory(region__code="UZ-TO")
    CameraNetwork.objects.update(region="UZ-TO")
    assert refusal(operator.get(address(camera))) == (502, "camera_address_not_allowed")


def test_a_camera_of_another_region_answers_the_same_as_a_missing_or_a_retired_one(
    operator: APIClient, there: FakeCamera, user: User
) -> None:
    foreign, retired = at(there, region__code="UZ-TO"), at(there, retired_at=now())
    missing = operator.get(address(999_999))
    assert missing.status_code == 404
    for camera in (foreign, retired):
        answer = operator.get(address(camera))
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert there.asked == []
    assert AuditEntry.objects.get(kind="refused").object_id == str(foreign.pk)


def test_only_who_may_view_video_looks(
    signed_in: Callable[[Any], APIClient], api: APIClient, there: FakeCamera
) -> None:
    camera = at(there)
    for role in (Role.CHIEF, Role.ADMIN, Role.AUDITOR, Role.DISPLAY, Role.INSPECTOR):
        assert signed_in(UserFactory(role=role)).get(address(camera)).status_code == 403
    assert api.get(address(camera)).status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=['cameras:read']))}")
    assert api.get(address(camera)).status_code == 403
    assert there.asked == []


def test_a_picture_serves_all_who_look_while_it_is_kept_each_in_the_audit_trail(
    operator: APIClient,
    signed_in: Callable[[Any], APIClient],
    there: FakeCamera,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk, "KEPT_S", 600.0)  # however slow the machine is
    camera = at(there)
    first = operator.get(address(camera))
    there.body = PNG
    for _ in range(3):
        assert operator.get(address(camera)).content == JPEG
    other = signed_in(UserFactory()).get(address(camera))
    assert (other.content, other["ETag"]) == (JPEG, first["ETag"])
    assert there.asked == ["/picture"]
    assert Viewing.objects.filter(camera=camera, kind="snapshot").count() == 2
    rows = AuditEntry.objects.filter(kind="viewing")
    assert {(row.object_id, row.path) for row in rows} == {(str(camera.pk), address(camera))}
    assert rows.count() == 2


def test_somebody_of_another_region_gets_no_picture_from_the_cache(
    operator: APIClient, signed_in: Callable[[Any], APIClient], there: FakeCamera
) -> None:
    camera = at(there)
    assert operator.get(address(camera)).status_code == 200
    assert signed_in(UserFactory(regions=["UZ-TO"])).get(address(camera)).status_code == 404


def test_images_may_be_all_that_is_accepted(operator: APIClient, there: FakeCamera) -> None:
    assert operator.get(address(at(there)), headers={"Accept": "image/webp,image/jpeg"}).status_code == 200
    nowhere = operator.get(address(CameraFactory()), headers={"Accept": "image/*"})
    assert refusal(nowhere) == (409, "no_snapshot_address")
    assert operator.post(address(at(there))).status_code == 405
