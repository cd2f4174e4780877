"""A camera that sends what a test wants: a picture, garbage, a lie in its header, nothing for ever."""

import asyncio
import base64
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final

from aiohttp import web

# The smallest pictures of their kinds.
JPEG: Final = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////"
    "////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WEBP: Final = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FakeCamera:
    """Answers every path of `/NAME` with the handler of that name, and counts who asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0
        self.body = JPEG
        self.changed = threading.Condition()
        self.released = asyncio.Event()
        self.loop = asyncio.new_event_loop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def asked_by(self, count: int) -> None:
        """Resolves when so many have asked; from any event loop."""
        await asyncio.to_thread(self._wait, count)

    def _wait(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.asked) >= count, 20), f"{len(self.asked)} asked"

    def release(self) -> None:
        """Let go of what `waiting` holds back; from any thread."""
        self.loop.call_soon_threadsafe(self.released.set)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """By the name in the path."""
        with self.changed:
            self.asked.append(request.path)
            self.changed.notify_all()
        handler: Handler = getattr(self, request.match_info["name"])
        return await handler(request)

    async def picture(self, request: web.Request) -> web.Response:
        return web.Response(body=self.body, content_type="image/jpeg", headers={"Set-Cookie": "camera=1"})

    async def png(self, request: web.Request) -> web.Response:
        return web.Response(body=PNG, content_type="application/octet-stream")

    async def webp(self, request: web.Request) -> web.Response:
        return web.Response(body=WEBP, content_type="text/html")

    async def liar(self, request: web.Request) -> web.Response:
        return web.Response(body=b"<script>alert(1)</script>", content_type="image/jpeg")

    async def vector(self, request: web.Request) -> web.Response:
        return web.Response(body=b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")

    async def empty(self, request: web.Request) -> web.Response:
        return web.Response(body=b"", content_type="image/jpeg")

    async def large(self, request: web.Request) -> web.Response:
        return web.Response(body=JPEG + b"\0" * 200_000, content_type="image/jpeg")

    async def endless(self, request: web.Request) -> web.StreamResponse:
        """A body without an end or a length, as MJPEG streams are."""
        response = web.StreamResponse(headers={"Content-Type": "image/jpeg"})
        await response.prepare(request)
        await response.write(JPEG)
        while not self.released.is_set():
            await response.write(b"\0" * 50_000)
        return response

    async def hanging(self, request: web.Request) -> web.Response:
        await self.released.wait()
        return web.Response(body=self.body)

    async def waiting(self, request: web.Request) -> web.Response:
        """A picture, once the test lets it go."""
        await self.released.wait()
        return web.Response(body=self.body)

    async def away(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{self.url}/picture")

    async def broken(self, request: web.Request) -> web.Response:
        return web.Response(status=500, body=JPEG, content_type="image/jpeg")

    async def locked(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") == "Basic " + base64.b64encode(b"root:pass").decode():
            return web.Response(body=self.body)
        return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="camera"'})


@contextmanager
def camera_in_a_thread() -> Iterator[FakeCamera]:
    """The camera on a port of this machine, with an event loop of its own."""
    camera, ready = FakeCamera(), threading.Event()
    loop = camera.loop

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/{name}", camera.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        camera.port = runner.addresses[0][1]
        return runner

    def run() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(start())
        ready.set()
        loop.run_forever()
        camera.released.set()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10), "the camera did not start"
    yield camera
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    assert not thread.is_alive(), "the camera did not stop"
