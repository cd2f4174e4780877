"""What a change of a camera's status leaves behind."""

import json

import pytest

from apps.cameras.actions import set_camera_status
from apps.cameras.models import CameraStatus, CameraStatusEntry
from apps.core.clock import now
from apps.core.errors import NotFound
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db


def test_a_change_of_status_keeps_who_when_and_what_it_was() -> None:
    camera, person, at = CameraFactory(status="online"), UserFactory(), now()
    set_camera_status(camera_id=camera.pk, status=CameraStatus.OFFLINE, by=person, at=at, reason="no picture")
    camera.refresh_from_db()
    assert (camera.status, camera.status_changed_at) == ("offline", at)
    entry = CameraStatusEntry.objects.get()
    assert (entry.was, entry.status, entry.at, entry.by_user, entry.reason) == (
        "online", "offline", at, person, "no picture",
    )  # fmt: skip


def test_a_change_of_status_is_an_event_of_the_region() -> None:
    camera = CameraFactory(status="online")
    set_camera_status(camera_id=camera.pk, status=CameraStatus.DEGRADED, by=None, at=now())
    event = Event.objects.get(region="UZ-TK")
    frame = json.loads(event.payload)
    assert (frame["topic"], frame["kind"], frame["id"]) == (
        "cameras",
        "camera.status_changed",
        str(camera.pk),
    )
    assert frame["data"]["status"] == "degraded"
    assert frame["data"]["id"] == camera.pk


def test_the_same_status_again_changes_nothing() -> None:
    camera = CameraFactory(status="online")
    set_camera_status(camera_id=camera.pk, status=CameraStatus.ONLINE, by=None, at=now())
    assert not CameraStatusEntry.objects.exists()
    assert not Event.objects.exists()


def test_a_retired_camera_is_missing() -> None:
    camera = CameraFactory(retired_at=now())
    with pytest.raises(NotFound):
        set_camera_status(camera_id=camera.pk, status=CameraStatus.ONLINE, by=None, at=now())
