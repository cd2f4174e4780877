"""Snapshots through the shipping server: slow cameras hold no thread, and one question serves all who look."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout
from django.conf import settings as django_settings
from django.test import Client

from apps.cameras.models import Camera, CameraNetwork, Viewing
from safecity_portal.asgi import THREADS
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory
from tests.cameras.fake_camera import JPEG, FakeCamera, camera_in_a_thread
from tests.server import PortalServer

Cookies = dict[str, str]


@pytest.fixture
def there(portal_server: PortalServer) -> Iterator[FakeCamera]:
    with camera_in_a_thread() as camera:
        CameraNetwork.objects.create(cidr="127.0.0.1/32")
        yield camera


@pytest.fixture
def cookies(browser_of: Callable[[Any], Client]) -> Cookies:
    browser = browser_of(UserFactory(language="ru"))
    return {django_settings.SESSION_COOKIE_NAME: str(browser.session.session_key)}


def path(camera: Camera) -> str:
    return f"/api/v1/cameras/{camera.pk}/snapshot/"


async def get(session: ClientSession, address: str) -> tuple[int, dict[str, str], bytes]:
    async with session.get(address) as answer:
        return answer.status, dict(answer.headers), await answer.read()


def asking(server: PortalServer, cookies: Cookies) -> ClientSession:
    return ClientSession(server.url, cookies=cookies, timeout=ClientTimeout(total=30))


def test_more_hanging_cameras_than_threads_stop_no_page(
    portal_server: PortalServer, there: FakeCamera, cookies: Cookies, settings: Any
) -> None:
    settings.SAFECITY_SNAPSHOT_WITHIN_S = 20
    cameras = [CameraFactory(snapshot_url=f"{there.url}/waiting?{n}") for n in range(THREADS + 8)]

    async def scenario() -> None:
        async with asking(portal_server, cookies) as session:
            pending = [asyncio.create_task(get(session, path(camera))) for camera in cameras]
            await there.asked_by(len(cameras))
            status, _, _ = await get(session, "/api/v1/me/")
            assert status == 200
            assert not any(task.done() for task in pending)
            there.release()
            answers = await asyncio.gather(*pending)
        assert [(status, body) for status, _, body in answers] == [(200, JPEG)] * len(cameras)

    asyncio.run(scenario())
    assert Viewing.objects.count() == len(cameras)


def test_a_wall_of_sixteen_screens_asks_the_camera_once(
    portal_server: PortalServer, there: FakeCamera, cookies: Cookies
) -> None:
    camera = CameraFactory(snapshot_url=f"{there.url}/waiting")

    async def scenario() -> list[Any]:
        async with asking(portal_server, cookies) as session:
            pending = [asyncio.create_task(get(session, path(camera))) for _ in range(16)]
            await there.asked_by(1)
            there.release()
            return await asyncio.gather(*pending)

    answers = asyncio.run(scenario())
    assert {(status, body) for status, _, body in answers} == {(200, JPEG)}
    assert there.asked == ["/waiting"]
    assert Viewing.objects.count() == 1
    _, headers, _ = answers[0]
    told = {name.lower(): value for name, value in headers.items()}
    assert told["content-type"] == "image/jpeg"
    assert told["cache-control"] == "private, no-store"
    assert told["x-content-type-options"] == "nosniff"
    assert told["content-security-policy"] == "default-src 'none'; sandbox"
    assert "age" in told
    assert "x-request-id" in told


def test_whoever_leaves_takes_nothing_from_others(
    portal_server: PortalServer, there: FakeCamera, cookies: Cookies
) -> None:
    camera = CameraFactory(snapshot_url=f"{there.url}/waiting")

    async def scenario() -> tuple[int, dict[str, str], bytes]:
        async with asking(portal_server, cookies) as session:
            impatient = asyncio.create_task(get(session, path(camera)))
            await there.asked_by(1)
            patient = asyncio.create_task(get(session, path(camera)))
            impatient.cancel()
            there.release()
            return await patient

    status, _, body = asyncio.run(scenario())
    assert (status, body) == (200, JPEG)
    assert there.asked == ["/waiting"]


def test_a_refusal_that_was_waited_for_is_in_the_users_language(
    portal_server: PortalServer, there: FakeCamera, cookies: Cookies
) -> None:
    camera = CameraFactory(snapshot_url=f"{there.url}/liar")

    async def scenario() -> tuple[int, Any]:
        async with asking(portal_server, cookies) as session, session.get(path(camera)) as answer:
            return answer.status, await answer.json()

    status, told = asyncio.run(scenario())
    assert (status, told["code"]) == (502, "not_a_picture")
    assert told["detail"] == "То, что прислала камера, не является снимком."
    assert told["fields"] == {}
