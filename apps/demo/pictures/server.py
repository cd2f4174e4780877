"""A server on loopback for all of the demo's cameras, `/camera-17/picture`, and their gateway, `/camera-17/index.m3u8`."""

import asyncio
from contextlib import suppress
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from asgiref.sync import sync_to_async

from apps.core.clock import now
from apps.demo.pictures.lenses import Lens, Lenses
from apps.demo.pictures.scenes import frame
from apps.demo.pictures.streams import PLAYLIST, STARTS_WITHIN_S, Stream, Streams, TooManyStreams

# Who only wants to know whether the camera answers is gone by then, and nothing is drawn in vain.
HEAD_FIRST_S: Final = 0.04
TYPES: Final = {".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t"}
# The token in the address opens the stream, and no cookie does.
ANY_PAGE: Final = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}


class Pictures:
    """Answers as cameras and their stream gateway do. `portal` is asked whom to serve."""

    def __init__(self, portal: str) -> None:
        self._portal = portal
        self._lenses = Lenses()
        self._streams = Streams()

    def app(self) -> web.Application:
        """What aiohttp runs."""
        app = web.Application()
        app.router.add_get(r"/camera-{id:\d{1,18}}/picture", self.picture, allow_head=False)
        app.router.add_get(r"/camera-{id:\d{1,18}}/{file}", self.video, allow_head=False)
        app.cleanup_ctx.append(self._open)
        return app

    async def _open(self, app: web.Application):  # type: ignore[no-untyped-def]
        async with ClientSession(timeout=ClientTimeout(total=5)) as self._session:
            yield
            await self._streams.close()

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """The scene as it is now; a camera that is out says nothing, one that is poor fails."""
        lens = await self._lens(request)
        if lens.is_silent:
            return _silence(request)
        if lens.is_poor:
            return web.Response(status=503)
        answer = web.StreamResponse(headers={"Content-Type": "image/jpeg"})
        await answer.prepare(request)
        await asyncio.sleep(HEAD_FIRST_S)
        if request.transport is not None and not request.transport.is_closing():
            drawn = await asyncio.to_thread(frame, lens, now())
            # Whoever has gone meanwhile misses nothing.
            with suppress(ConnectionResetError):
                await answer.write(drawn)
                await answer.write_eof()
        return answer

    async def video(self, request: web.Request) -> web.StreamResponse:
        """A playlist or a segment, to whom the portal admits."""
        lens, name = await self._lens(request), request.match_info["file"]
        kind = TYPES.get(name[name.rfind(".") :])
        if kind is None or self._streams.ffmpeg is None or lens.is_silent:
            return web.Response(status=404, headers=ANY_PAGE)
        if not await self._is_admitted(request, lens):
            return web.Response(status=401, headers=ANY_PAGE)
        try:
            stream = await self._streams.watched(lens)
        except TooManyStreams:
            return web.Response(status=503, headers=ANY_PAGE)
        body = await self._body(stream, name)
        if body is None:
            return web.Response(status=404, headers=ANY_PAGE)
        return web.Response(body=body, content_type=kind, headers=ANY_PAGE)

    async def _lens(self, request: web.Request) -> Lens:
        lens = await sync_to_async(self._lenses.find)(int(request.match_info["id"]))
        if lens is None:
            raise web.HTTPNotFound
        return lens

    async def _is_admitted(self, request: web.Request, lens: Lens) -> bool:
        """As MediaMTX asks: https://mediamtx.org/docs/usage/authentication (HTTP-based)."""
        question = {
            "user": "", "password": "", "token": "", "ip": request.remote, "action": "read",
            "path": f"camera-{lens.id}", "protocol": "hls", "id": None, "query": request.query_string,
        }  # fmt: skip
        try:
            async with self._session.post(f"{self._portal}/streams/authorise/", json=question) as answer:
                return answer.status < 300
        except (ClientError, TimeoutError):
            return False

    @staticmethod
    async def _body(stream: Stream, name: str) -> bytes | None:
        """The file's bytes; a playlist is waited for, since the stream begins with the first who asks for it."""
        file = stream.file(name)
        waited = 0.0
        while name == PLAYLIST and not file.exists() and waited < STARTS_WITHIN_S:
            await asyncio.sleep(0.1)
            waited += 0.1
            stream.watch()
        try:
            return await asyncio.to_thread(file.read_bytes)
        except FileNotFoundError:
            return None


def _silence(request: web.Request) -> web.Response:
    """The line is cut: what is answered reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
