"""A screen that began with the columns and follows the events holds what the columns hold then."""

import json
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import pytest

from apps.cameras.actions import reinstate_camera, retire_camera, set_camera_status, tell_of_cameras
from apps.cameras.columns import kept_cameras
from apps.cameras.models import Camera, CameraStatus
from apps.core.clock import now
from apps.core.geo import point
from apps.live.models import Event, RegionFeed
from apps.regions.scope import Scope
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
Held = dict[int, tuple[str, str, float, float]]


def fresh(code: str) -> Held:
    """The cameras of a region as its columns tell them: status, kind, lon and lat."""
    columns: dict[str, Any] = json.loads(kept_cameras.body(Scope(frozenset({code}))).plain)
    lon, lat = ([n / 1e5 for n in accumulate(columns[name])] for name in ("lon", "lat"))
    statuses = [columns["statuses"][n] for n in columns["status"]]
    kinds = [columns["kinds"][n] for n in columns["kind"]]
    return dict(zip(columns["ids"], zip(statuses, kinds, lon, lat, strict=True), strict=True))


def follow(held: Held, code: str, since: int) -> Held:
    """The same after the events of the region."""
    held = dict(held)
    for event in Event.objects.filter(region=code, topic="cameras", seq__gt=since).order_by("seq"):
        data = json.loads(event.payload)["data"]
        if data is None or not data["open"]:
            held.pop(int(event.object_id), None)
        else:
            lon, lat = data["location"]["coordinates"]
            held[data["id"]] = (data["status"], data["kind"], round(lon, 5), round(lat, 5))
    return held


def set_status(camera: Camera) -> None:
    set_camera_status(camera_id=camera.pk, status=CameraStatus.OFFLINE, by=None, at=now())


def retire(camera: Camera) -> None:
    retire_camera(camera_id=camera.pk, at=now())


def retire_and_reinstate(camera: Camera) -> None:
    retire_camera(camera_id=camera.pk, at=now())
    reinstate_camera(camera_id=camera.pk, at=now())


def move(camera: Camera) -> None:
    Camera.objects.filter(pk=camera.pk).update(location=point(69.77, 41.77), kind="ptz")
    tell_of_cameras(camera_ids=[camera.pk], at=now())


def give_away(camera: Camera) -> None:
    Camera.objects.filter(pk=camera.pk).update(region="UZ-TO")
    tell_of_cameras(camera_ids=[camera.pk], at=now(), left={"UZ-TK"})


@pytest.mark.parametrize("act", [set_status, retire, retire_and_reinstate, move, give_away])
def test_the_columns_and_the_events_give_the_new_columns(act: Callable[[Camera], None]) -> None:
    RegionFactory(code="UZ-TO")
    camera = CameraFactory(status="online")
    CameraFactory(status="degraded")
    before = {code: (fresh(code), RegionFeed.objects.get(region=code).seq) for code in ("UZ-TK", "UZ-TO")}
    act(camera)
    for code, (held, since) in before.items():
        assert follow(held, code, since) == fresh(code)
        assert Event.objects.filter(region="UZ-TK").exists()


def test_many_at_once_make_every_screen_load_anew() -> None:
    cameras = [CameraFactory() for _ in range(101)]
    epoch = RegionFeed.objects.get(region="UZ-TK").epoch
    tell_of_cameras(camera_ids=[camera.pk for camera in cameras], at=now())
    assert RegionFeed.objects.get(region="UZ-TK").epoch != epoch
    assert not Event.objects.exists()
