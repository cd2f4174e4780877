"""Logins of cameras: sealed in the database, opened for requests, shown nowhere."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, transaction

from apps.cameras.actions import forget_login, keep_login
from apps.cameras.credentials import Credentials, credentials_by_camera, credentials_of
from apps.cameras.models import Camera, CameraCredential
from apps.core.clock import now
from apps.core.errors import NotFound
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db


def test_a_login_is_kept_sealed_and_replaced_and_forgotten() -> None:
    camera = CameraFactory()
    keep_login(camera_id=camera.pk, username="portal", password="Maxfiy so‘z", by=None, at=now())
    assert credentials_of(camera.pk) == Credentials("portal", "Maxfiy so‘z")
    kept = bytes(CameraCredential.objects.get().sealed)
    assert b"portal" not in kept
    keep_login(camera_id=camera.pk, username="portal", password="new", by=None, at=now())
    assert credentials_by_camera([camera.pk, 0]) == {camera.pk: Credentials("portal", "new")}
    forget_login(camera_id=camera.pk, by=None, at=now())
    assert credentials_of(camera.pk) is None


def test_a_camera_that_does_not_exist_gets_no_login() -> None:
    with pytest.raises(NotFound):
        keep_login(camera_id=4711, username="a", password="b", by=None, at=now())


def test_a_login_shows_itself_in_no_text() -> None:
    assert "secret" not in repr(Credentials("portal", "secret"))
    assert "portal" not in str(Credentials("portal", "secret"))


def test_a_new_first_key_seals_and_the_old_one_still_opens(settings: Any) -> None:
    camera = CameraFactory()
    old = settings.SAFECITY_CREDENTIAL_KEYS
    keep_login(camera_id=camera.pk, username="a", password="b", by=None, at=now())
    settings.SAFECITY_CREDENTIAL_KEYS = [Fernet.generate_key().decode(), *old]
    assert credentials_of(camera.pk) == Credentials("a", "b")
    settings.SAFECITY_CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    assert credentials_of(camera.pk) is None


@pytest.mark.parametrize(
    "address",
    [
        "ftp://10.0.0.1/",
        "http://user:secret@10.0.0.1/",
        "http://user@10.0.0.1",
        "camera",
        "http://",
        "rtsp://10.0.0.1/a b",
    ],
)
@pytest.mark.parametrize("field", ["stream_url", "snapshot_url"])
def test_the_database_holds_no_address_of_another_scheme_or_with_a_login_inside(
    field: str, address: str
) -> None:
    camera = CameraFactory()
    with pytest.raises(IntegrityError, match=f"camera_{field}_is_an_address"), transaction.atomic():
        Camera.objects.filter(pk=camera.pk).update(**{field: address})


def test_addresses_with_a_question_are_held_though_it_has_an_at_sign() -> None:
    camera = CameraFactory(
        stream_url="rtsp://10.0.0.1:8554/a@b?c=d@e", snapshot_url="https://[2001:db8::5]/snap"
    )
    camera.full_clean()


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("http://10.0.0.5/other.jpg", True),
        ("https://10.0.0.5:8443/x.jpg", True),
        ("", True),
        ("http://10.0.0.6/x.jpg", False),
        ("http://[fd00::5]/x.jpg", False),
        ("http://10.0.0.50/x.jpg", False),
    ],
)
def test_a_login_is_never_sent_to_a_host_that_it_was_not_given_for(address: str, is_kept: bool) -> None:
    camera = CameraFactory(stream_url="rtsp://10.0.0.5/1", snapshot_url="http://10.0.0.5/1.jpg")
    keep_login(camera_id=camera.pk, username="admin", password="s3cret", by=None, at=now())
    camera.snapshot_url = address
    camera.save()
    assert (credentials_of(camera.pk) is not None) == is_kept


def test_a_login_without_an_address_is_for_none() -> None:
    camera = CameraFactory()
    keep_login(camera_id=camera.pk, username="admin", password="s3cret", by=None, at=now())
    Camera.objects.filter(pk=camera.pk).update(stream_url="rtsp://10.0.0.9/1")
    assert credentials_of(camera.pk) is None
