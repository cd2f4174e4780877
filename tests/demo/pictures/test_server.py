"""The demo's cameras on loopback: pictures by the portal's own way, silence of those that are out, video on demand."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import ClientSession, web

from apps.cameras.asking import Target as Look
from apps.cameras.asking import look_at
from apps.cameras.models import Camera, CameraNetwork
from apps.cameras.reaching import reaching
from apps.cameras.snapshots.asking import ask, target_of
from apps.cameras.snapshots.refusals import NoPicture
from apps.demo.loading.pictures import load_pictures
from apps.demo.pictures import streams
from apps.demo.pictures.server import Pictures
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Served:
    """The server on a port of its own, and a portal that admits everybody whose token is `good`."""

    def __init__(self) -> None:
        self.port = 0
        self.loop = asyncio.new_event_loop()
        self.pictures: Pictures | None = None

    async def start(self) -> list[web.AppRunner]:
        portal = web.Application()
        portal.router.add_post("/streams/authorise/", self._authorise)
        first, port = await self._run(portal)
        self.pictures = Pictures(f"http://127.0.0.1:{port}")
        second, self.port = await self._run(self.pictures.app())
        return [second, first]

    @staticmethod
    async def _authorise(request: web.Request) -> web.Response:
        return web.Response(status=204 if (await request.json())["query"] == "token=good" else 401)

    @staticmethod
    async def _run(app: web.Application) -> tuple[web.AppRunner, int]:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, runner.addresses[0][1]


@pytest.fixture
def served() -> Iterator[Served]:
    found, ready = Served(), threading.Event()

    def run() -> None:
        asyncio.set_event_loop(found.loop)
        runners = found.loop.run_until_complete(found.start())
        ready.set()
        found.loop.run_forever()
        for runner in runners:
            found.loop.run_until_complete(runner.cleanup())
        found.loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    yield found
    found.loop.call_soon_threadsafe(found.loop.stop)
    thread.join()


@pytest.fixture
def camera(served: Served, settings: Any) -> Camera:
    settings.SAFECITY_DEMO_PICTURES_PORT = served.port
    made = CameraFactory(code="DEMO-TK-00001")
    assert load_pictures() == 1
    made.refresh_from_db()
    return made


def snapshot(camera: Camera) -> bytes:
    """Asked as the portal asks, by its networks and limits."""
    target = target_of(camera)

    async def asked() -> bytes:
        async with reaching(target.networks) as reach:
            return (await ask(reach, target)).body

    return asyncio.run(asked())


def test_a_working_camera_shows_its_picture_by_the_portals_own_way(camera: Camera) -> None:
    assert snapshot(camera).startswith(b"\xff\xd8\xff")
    assert CameraNetwork.objects.get().cidr == "127.0.0.1/32"


@pytest.mark.parametrize("status", ["offline", "degraded"])
def test_a_camera_that_is_out_or_poor_shows_nothing_and_is_found_so(camera: Camera, status: str) -> None:
    Camera.objects.filter(pk=camera.pk).update(status=status)
    with pytest.raises(NoPicture):
        snapshot(camera)
    look = Look(camera.pk, "UZ-TK", camera.snapshot_url)
    [seen] = asyncio.run(look_at([look], {"UZ-TK": ["127.0.0.1/32"]}, within_s=3, at_once=1))
    assert seen.seen == {"offline": "down", "degraded": "degraded"}[status]


def test_without_pictures_the_addresses_go_and_others_stay(camera: Camera, settings: Any) -> None:
    own = CameraFactory(code="DEMO-TK-00002", snapshot_url="http://10.0.0.7/snap")
    settings.SAFECITY_DEMO_PICTURES_PORT = 0
    assert load_pictures() == 0
    assert set(Camera.objects.values_list("pk", "snapshot_url")) == {
        (camera.pk, ""),
        (own.pk, own.snapshot_url),
    }


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_live_video_begins_with_who_is_admitted_and_ends_when_nobody_watches(
    camera: Camera, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "UNWATCHED_S", 1.0)

    async def watch() -> tuple[int, str, bytes]:
        address = f"http://127.0.0.1:{served.port}/camera-{camera.pk}/"
        async with ClientSession() as session:
            async with session.get(address + "index.m3u8?token=forged") as refused:
                status = refused.status
            async with session.get(address + "index.m3u8?token=good") as answer:
                playlist = await answer.text()
            name = next(line for line in playlist.splitlines() if line.endswith(".ts"))
            async with session.get(f"{address}{name}?token=good") as answer:
                return status, playlist, await answer.read()

    status, playlist, segment = asyncio.run(watch())
    assert status == 401
    assert playlist.startswith("#EXTM3U")
    assert segment[:1] == b"\x47"  # the sync byte of MPEG-TS
    assert served.pictures is not None
    running = list(served.pictures._streams._running.values())
    for stream in running:
        assert stream.feeding is not None
        asyncio.run_coroutine_threadsafe(asyncio.wait([stream.feeding]), served.loop).result(30)
        assert stream.making.returncode is not None
    assert not served.pictures._streams._running
