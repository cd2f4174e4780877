"""Observations become status, history, outages and events; what is no news is not written."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.cameras.actions import (
    Observation,
    keep_maintenance,
    observe_health,
    retire_camera,
    set_camera_status,
)
from apps.cameras.models import (
    Camera,
    CameraHealth,
    CameraStatus,
    CameraStatusEntry,
    MaintenanceWindow,
    NetworkNode,
    Outage,
    OutageCause,
)
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
EACH = timedelta(minutes=3)


def look(
    cameras: Sequence[Camera], word: str, *, begin: datetime = START, cause: str = "timeout"
) -> datetime:
    """A look at all the cameras for each letter, three minutes apart; answers when the next would be."""
    for n, letter in enumerate(word):
        at = begin + n * EACH
        seen = [
            Observation(
                camera.pk, letter != "d", at, detail=cause if letter == "d" else "", is_degraded=letter == "p",
                cause=OutageCause(cause),
            )
            for camera in cameras
        ]  # fmt: skip
        observe_health(observations=seen, by=None, at=at)
    return begin + len(word) * EACH


def status_of(camera: Camera) -> str:
    camera.refresh_from_db()
    return camera.status


def told(topic: str = "outages") -> list[tuple[str, dict[str, Any]]]:
    """Kinds and data of the feed's events of a topic, in their order."""
    events = Event.objects.filter(topic=topic).order_by("region", "seq")
    return [(event.kind, json.loads(event.payload)["data"]) for event in events]


def node_with(count: int, **given: Any) -> tuple[NetworkNode, list[Camera]]:
    region = RegionFactory(code="UZ-TK")
    node = NetworkNode.objects.create(code="SW-1", name="Chorsu", region=region, **given)
    return node, [CameraFactory(node=node) for _ in range(count)]


def test_a_camera_goes_offline_with_an_outage_from_its_first_failure_and_comes_back() -> None:
    camera = CameraFactory(status="unknown")
    begin = look([camera], "uuddd")
    assert status_of(camera) == "offline"
    outage = Outage.objects.get()
    assert (outage.camera, outage.cause, outage.ended_at) == (camera, "timeout", None)
    assert outage.began_at == START + 2 * EACH
    look([camera], "uu", begin=begin)
    assert status_of(camera) == "online"
    outage.refresh_from_db()
    assert outage.ended_at == begin
    assert [kind for kind, _ in told()] == ["outage.began", "outage.ended"]
    entries = CameraStatusEntry.objects.order_by("at").values_list("was", "status", "reason")
    assert list(entries) == [
        ("unknown", "online", ""),
        ("online", "offline", "timeout"),
        ("offline", "online", ""),
    ]


def test_the_feed_tells_of_an_outage_as_the_interface_says() -> None:
    camera = CameraFactory(status="online", code="K-1", name="Chorsu", lonlat=(69.2, 41.3))
    look([camera], "uddd")
    ((_, data),) = told()
    assert data == {
        "id": str(Outage.objects.get().pk), "region": "UZ-TK",
        "camera": {"id": camera.pk, "code": "K-1", "name": "Chorsu"}, "node": None, "part_of": None,
        "location": {"type": "Point", "coordinates": [69.2, 41.3]}, "cause": "timeout",
        "began_at": "2026-10-01T08:03:00.000Z", "ended_at": None, "cameras_count": 1, "open": True,
    }  # fmt: skip


def test_cameras_that_answer_as_before_are_written_nowhere() -> None:
    cameras = [CameraFactory(status="online") for _ in range(20)]
    begin = look(cameras, "uu")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        look(cameras, "u", begin=begin)
    written = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert len(queries) < 8


def test_a_lost_answer_writes_the_narrow_row_alone() -> None:
    camera = CameraFactory(status="online")
    begin = look([camera], "uu")
    look([camera], "d", begin=begin)
    assert status_of(camera) == "online"
    assert CameraHealth.objects.get().run == 1
    assert not Event.objects.exists()
    assert not Outage.objects.exists()


def test_updates_of_health_touch_no_index() -> None:
    cameras = [CameraFactory(status="online") for _ in range(10)]
    look(cameras, "uududud")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'cameras_camerahealth'")
        assert [row for row in cursor.fetchall() if "(camera_id)" not in row[0]] == []


def test_missing_and_retired_cameras_are_passed_over() -> None:
    retired = CameraFactory(retired_at=START)
    seen = [Observation(pk, False, START) for pk in (retired.pk, 4711)]
    assert observe_health(observations=seen, by=None, at=START) == 0
    assert not CameraHealth.objects.exists()


def test_a_retired_camera_has_no_open_outage() -> None:
    camera = CameraFactory()
    at = look([camera], "uddd")
    retire_camera(camera_id=camera.pk, at=at)
    assert Outage.objects.get().ended_at == at


def test_a_stated_status_begins_and_ends_an_outage_and_looks_go_on_from_there() -> None:
    camera, person = CameraFactory(status="online"), UserFactory()
    set_camera_status(
        camera_id=camera.pk, status=CameraStatus.OFFLINE, by=person, at=START, reason="no picture"
    )
    outage = Outage.objects.get()
    assert (outage.cause, outage.began_at) == ("reported", START)
    look([camera], "u", begin=START + EACH)
    assert status_of(camera) == "offline"
    look([camera], "u", begin=START + 2 * EACH)
    assert status_of(camera) == "online"
    outage.refresh_from_db()
    assert outage.ended_at == START + EACH


def test_a_status_of_maintenance_by_hand_stays_until_another_is_stated() -> None:
    camera = CameraFactory(status="online")
    set_camera_status(camera_id=camera.pk, status=CameraStatus.MAINTENANCE, by=None, at=START)
    at = look([camera], "ddddd")
    keep_maintenance(at=at)
    assert status_of(camera) == "maintenance"
    assert not Outage.objects.exists()
    set_camera_status(camera_id=camera.pk, status=CameraStatus.ONLINE, by=None, at=at)
    assert status_of(camera) == "online"


@pytest.mark.parametrize("scope", ["camera", "node", "region"])
def test_failures_during_planned_work_are_no_outage_but_those_that_outlast_it_are(scope: str) -> None:
    node, (camera,) = node_with(1)
    look([camera], "uu")
    of = {"camera": camera, "node": node, "region": camera.region}[scope]
    ends = START + 10 * EACH
    MaintenanceWindow.objects.create(**{scope: of}, begins_at=START + 2 * EACH, ends_at=ends, reason="cable")
    keep_maintenance(at=START + 2 * EACH)
    assert status_of(camera) == "maintenance"
    look([camera], "dddd", begin=START + 3 * EACH)
    assert status_of(camera) == "maintenance"
    assert not Outage.objects.exists()
    keep_maintenance(at=ends)
    assert status_of(camera) == "offline"
    assert Outage.objects.get().began_at == ends
    assert CameraStatusEntry.objects.filter(status="maintenance").get().reason == "cable"


def test_a_camera_that_works_comes_out_of_planned_work_as_it_went_in() -> None:
    camera = CameraFactory(status="online")
    look([camera], "uu")
    MaintenanceWindow.objects.create(camera=camera, begins_at=START, ends_at=START + EACH, reason="lens")
    assert keep_maintenance(at=START) == 1
    assert keep_maintenance(at=START) == 0
    assert keep_maintenance(at=START + EACH) == 1
    assert status_of(camera) == "online"


def test_a_switch_that_fails_is_one_outage_with_a_count() -> None:
    node, cameras = node_with(10)
    begin = look(cameras, "uu")
    look(cameras, "ddd", begin=begin)
    whole = Outage.objects.get(node=node)
    assert (whole.cause, whole.cameras_count, whole.began_at) == ("node", 10, begin)
    assert Outage.objects.filter(part_of=whole, cause="timeout").count() == 10
    ((kind, data),) = told()
    assert (kind, data["cameras_count"], data["camera"]) == ("outage.began", 10, None)
    assert data["node"] == {"id": node.pk, "code": "SW-1", "name": "Chorsu"}


def test_the_first_camera_that_is_sure_to_be_out_tells_of_its_whole_node() -> None:
    """Cameras of a switch are looked at one after another: the others have failed before, but not often enough."""
    _, cameras = node_with(5)
    look(cameras, "uu")
    for n, camera in enumerate(cameras):
        look([camera], "ddd", begin=START + timedelta(minutes=20, seconds=10 * n))
    # Each camera was looked at three times before the next: only the third of them is enough for the node.
    kinds = [(kind, data["camera"] is None) for kind, data in told()]
    alone, parts = ("outage.began", False), ("outage.changed", False)
    assert kinds == [alone, alone, ("outage.began", True), parts, parts, *[("outage.changed", True)] * 2]


def test_looks_in_turn_tell_of_the_node_alone() -> None:
    node, cameras = node_with(5)
    look(cameras, "uu")
    for n in range(3):
        for m, camera in enumerate(cameras):
            look([camera], "d", begin=START + timedelta(minutes=20 + 3 * n, seconds=10 * m))
    ((kind, data),) = told()
    assert (kind, data["cameras_count"]) == ("outage.began", 5)
    assert Outage.objects.filter(part_of__node=node).count() == 5


def test_a_node_comes_back_when_enough_of_its_cameras_do_and_the_others_stand_for_themselves() -> None:
    node, cameras = node_with(10)
    begin = look(cameras, "uuddd")
    begin = look(cameras[:6], "uu", begin=begin)
    assert Outage.objects.open().filter(node=node).exists()
    look(cameras[6:8], "uu", begin=begin)
    assert not Outage.objects.open().filter(node=node).exists()
    left = Outage.objects.open()
    assert {one.camera for one in left} == set(cameras[8:])
    assert {one.part_of for one in left} == {None}
    kinds = [(kind, data["camera"] is None) for kind, data in told()]
    assert kinds == [
        ("outage.began", True),
        ("outage.ended", True),
        ("outage.began", False),
        ("outage.began", False),
    ]


def test_cameras_that_were_out_before_neither_bring_a_node_down_nor_hold_it_down() -> None:
    node, cameras = node_with(9)
    begin = look(cameras[:4], "ddd", begin=look(cameras, "uu"))
    assert not Outage.objects.filter(node=node).exists()
    begin = look(cameras[4:], "uuddd", begin=begin + timedelta(hours=5))
    assert Outage.objects.get(node=node).cameras_count == 5
    look(cameras[4:], "uu", begin=begin)
    assert Outage.objects.get(node=node).ended_at is not None
    assert Outage.objects.open().count() == 4


def test_a_blip_of_all_cameras_while_one_is_out_does_not_leave_the_node_out() -> None:
    node, cameras = node_with(10)
    begin = look(cameras, "uu")
    look(cameras[:1], "dd", begin=begin)
    begin = look(cameras, "d", begin=begin + 2 * EACH)
    assert Outage.objects.open().filter(node=node).exists()
    look(cameras[1:], "u", begin=begin)
    assert not Outage.objects.open().filter(node=node).exists()
    assert Outage.objects.open().get().camera == cameras[0]


def test_the_database_holds_one_open_outage_a_camera_and_an_end_after_the_beginning() -> None:
    camera = CameraFactory()
    given: dict[str, Any] = {
        "region": camera.region,
        "camera": camera,
        "cause": "timeout",
        "began_at": START,
        "noticed_at": START,
    }
    Outage.objects.create(**given)
    with pytest.raises(IntegrityError, match="one_open_outage_per_camera"), transaction.atomic():
        Outage.objects.create(**given)
    with pytest.raises(IntegrityError, match="outage_does_not_end_before"), transaction.atomic():
        Outage.objects.create(**given, ended_at=START - EACH)
    with pytest.raises(IntegrityError, match="outage_is_of_a_camera_or_of_a_node"), transaction.atomic():
        Outage.objects.create(**given | {"camera": None})
