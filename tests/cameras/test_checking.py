"""The job that looks at cameras: real servers, shared by workers, taken over from one that died."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.cameras.actions import keep_login
from apps.cameras.asking import address_to_ask
from apps.cameras.beats import SLOTS, next_beat
from apps.cameras.checking import (
    TAKEN_FOR,
    give_back_slots,
    lay_out_slots,
    look_at_due_cameras,
    look_at_slots,
    take_slots,
    targets_of,
)
from apps.cameras.models import Camera, CameraHealth, CameraNetwork, CheckSlot, Outage
from apps.core.clock import now
from tests.cameras.doubles import Double, Request, answering, camera, hangs, http, rtsp
from tests.cameras.factories import CameraFactory

START = datetime(2026, 10, 1, tzinfo=UTC)
EVERY = range(SLOTS)


async def healthy(request: Request) -> bytes:
    """Answers either protocol, to who gives a login."""
    answer = http if "HTTP" in request.line else lambda status, *rest: rtsp(request, status, *rest[1:])
    if request.authorization.startswith("Basic "):
        return answer("200 OK", b"")
    return answer("401 No", b"", 'WWW-Authenticate: Basic realm="c"')


SPEAKS = {
    "healthy": healthy,
    "open": answering(http("200 OK", b"x" * 100_000)),
    "silent": hangs,
    "garbage": answering(b"\x00\xff\r\n\r\n"),
    "broken": answering(http("503 Busy")),
    "away": answering(http("302 Found", b"", "Location: http://127.0.0.1:1/")),
}


@pytest.fixture(scope="module")
def doubles() -> Iterator[dict[str, Double]]:
    """Cameras of each sort, in a loop of their own: the job has one of its own, too."""
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), dict[str, Double]()
    over = asyncio.Event()

    async def serve() -> None:
        async with AsyncExitStack() as stack:
            for name, speak in SPEAKS.items():
                found[name] = await stack.enter_async_context(camera(speak))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait()
    yield found
    loop.call_soon_threadsafe(over.set)
    thread.join()
    loop.close()


@pytest.fixture
def _here(db: None) -> None:
    CameraNetwork.objects.create(cidr="127.0.0.0/8")


@pytest.fixture(autouse=True)
def _quickly(settings: Any) -> None:
    settings.SAFECITY_CAMERA_CHECK_WITHIN_S = 0.5


def seen_of(one: Camera) -> tuple[str, str]:
    health = CameraHealth.objects.get(camera=one)
    return health.last, health.detail


@pytest.mark.usefixtures("_here")
def test_each_camera_is_looked_at_where_it_says_and_what_comes_of_it_is_told_apart(
    doubles: dict[str, Double],
) -> None:
    cases: dict[str, tuple[dict[str, str], tuple[str, str]]] = {
        "rtsp": ({"stream_url": doubles["healthy"].url("/live", "rtsp")}, ("up", "")),
        "http": ({"snapshot_url": doubles["healthy"].url()}, ("up", "")),
        "open": ({"snapshot_url": doubles["open"].url()}, ("up", "")),
        "silent": ({"snapshot_url": doubles["silent"].url()}, ("down", "timeout")),
        "garbage": ({"stream_url": doubles["garbage"].url("/", "rtsp")}, ("down", "garbage")),
        "broken": ({"snapshot_url": doubles["broken"].url()}, ("degraded", "503")),
        "away": ({"snapshot_url": doubles["away"].url()}, ("down", "redirect")),
        "nobody": ({"snapshot_url": "http://127.0.0.1:1/"}, ("down", "refused")),
        "unnamed": ({"snapshot_url": "http://camera.invalid/"}, ("down", "dns")),
    }
    cameras = {name: CameraFactory(status="unknown", **given) for name, (given, _) in cases.items()}
    for name in ("rtsp", "http"):
        keep_login(camera_id=cameras[name].pk, username="a", password="b", by=None, at=START)
    assert look_at_slots(EVERY) == len(cases)
    assert {name: seen_of(one) for name, one in cameras.items()} == {
        name: want for name, (_, want) in cases.items()
    }


@pytest.mark.usefixtures("_here")
def test_without_its_login_a_camera_is_out_for_that_reason(doubles: dict[str, Double]) -> None:
    one = CameraFactory(status="online", snapshot_url=doubles["healthy"].url())
    for _ in range(3):
        look_at_slots(EVERY)
    assert Outage.objects.get(camera=one).cause == "authentication"


@pytest.mark.django_db
def test_outside_of_the_networks_nobody_is_asked_and_nothing_is_known(doubles: dict[str, Double]) -> None:
    CameraNetwork.objects.create(cidr="10.0.0.0/8")
    before = doubles["open"].connections
    CameraFactory(status="unknown", snapshot_url=doubles["open"].url())
    assert look_at_slots(EVERY) == 0
    assert doubles["open"].connections == before
    assert not CameraHealth.objects.exists()


@pytest.mark.django_db
def test_a_network_of_one_region_opens_nothing_for_cameras_of_another(doubles: dict[str, Double]) -> None:
    mine = CameraFactory(snapshot_url=doubles["open"].url())
    CameraFactory(region__code="UZ-TO", snapshot_url=doubles["open"].url())
    CameraNetwork.objects.create(cidr="127.0.0.0/8", region=mine.region)
    assert look_at_slots(EVERY) == 1
    assert CameraHealth.objects.get().camera == mine


@pytest.mark.usefixtures("_here")
def test_cameras_without_an_address_and_retired_ones_are_not_looked_at(doubles: dict[str, Double]) -> None:
    CameraFactory()
    CameraFactory(retired_at=START, snapshot_url=doubles["open"].url())
    assert targets_of(EVERY) == []


def test_the_stream_is_asked_before_the_picture_where_that_is_cheap() -> None:
    assert address_to_ask("rtsp://a/", "http://a/") == "rtsp://a/"
    assert address_to_ask("http://a/live.m3u8", "http://a/snap") == "http://a/snap"
    assert address_to_ask("http://a/live.m3u8", "") == "http://a/live.m3u8"


def test_the_beats_of_the_slots_are_spread_evenly_and_come_once_a_round() -> None:
    beats = [next_beat(slot, after=START, every_s=256) for slot in EVERY]
    assert len(set(beats)) == SLOTS
    assert all(START < beat <= START + timedelta(seconds=256) for beat in beats)
    assert {next_beat(slot, after=beat, every_s=256) - beat for slot, beat in enumerate(beats)} == {
        timedelta(seconds=256)
    }


@pytest.mark.django_db
def test_a_slot_is_taken_by_one_and_by_another_when_that_one_died() -> None:
    lay_out_slots(at=START)
    at = START + timedelta(days=1)
    first = take_slots(at=at, limit=SLOTS)
    assert sorted(first) == list(EVERY)
    assert take_slots(at=at, limit=SLOTS) == []
    later = at + TAKEN_FOR
    assert sorted(take_slots(at=later, limit=SLOTS)) == list(EVERY)
    give_back_slots(first, at=later)
    assert take_slots(at=later, limit=SLOTS) == []
    assert CheckSlot.objects.filter(due_at__lte=later).count() == 0


@pytest.mark.usefixtures("_here")
def test_what_is_due_is_looked_at_once_and_then_waits_for_its_beat(
    doubles: dict[str, Double], settings: Any
) -> None:
    settings.SAFECITY_CAMERA_CHECK_EVERY_S = 86_400
    one = CameraFactory(snapshot_url=doubles["open"].url())
    lay_out_slots(at=now())
    CheckSlot.objects.filter(number=one.pk % SLOTS).update(due_at=START)
    assert look_at_due_cameras(for_s=30) == 1
    assert look_at_due_cameras(for_s=30) == 0
