"""A stream gateway for tests: ffmpeg makes a real HLS stream, the portal is asked about each request as MediaMTX asks."""

import asyncio
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, web

# H.264 baseline in MPEG-TS, as cameras and gateways send it; a picture that moves and shows its seconds.
STREAM: Final = (
    "-re", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10", "-c:v", "libx264", "-profile:v", "baseline",
    "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "10",
    "-f", "hls", "-hls_time", "1", "-hls_list_size", "5", "-hls_flags", "delete_segments+omit_endlist+temp_file",
)  # fmt: skip
STARTS_WITHIN_S: Final = 30
TYPES: Final = {".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t"}


class StreamGateway:
    """Serves the same stream under every path; `asked` holds (file, token, answer) of each request."""

    def __init__(self, folder: Path, portal: str) -> None:
        self.folder = folder
        self.portal = portal
        self.port = 0
        self.asked: list[tuple[str, str, int]] = []
        # Playlists stay as they are: no new segment is announced, as when a camera's line breaks.
        self.is_stuck = False
        self._stuck: bytes = b""

    @property
    def template(self) -> str:
        """As the setting names it."""
        return f"http://127.0.0.1:{self.port}/{{path}}/index.m3u8"

    @property
    def tokens(self) -> list[str]:
        """The tokens with which something was served, each once, in the order of their first use."""
        return list(dict.fromkeys(token for _, token, status in self.asked if status == 200 and token))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A playlist or a segment, if the portal lets its viewer have it."""
        name = request.match_info["file"]
        status = await self._status(request, name)
        self.asked.append((name, request.query.get("token", ""), status))
        headers = {"Access-Control-Allow-Origin": self.portal, "Cache-Control": "no-store"}
        if status != 200:
            return web.Response(status=status, headers=headers)
        body = self._body(name)
        return web.Response(body=body, content_type=TYPES[Path(name).suffix], headers=headers)

    async def _status(self, request: web.Request, name: str) -> int:
        question = {
            "user": "", "password": "", "token": "", "ip": request.remote, "action": "read",
            "path": request.match_info["path"], "protocol": "hls", "id": None, "query": request.query_string,
        }  # fmt: skip
        async with (
            ClientSession() as session,
            session.post(f"{self.portal}/streams/authorise/", json=question) as answer,
        ):
            if answer.status >= 300:
                return 401
        return 200 if (self.folder / name).exists() else 404

    def _body(self, name: str) -> bytes:
        if name.endswith(".m3u8") and self.is_stuck:
            self._stuck = self._stuck or (self.folder / name).read_bytes()
            return self._stuck
        return (self.folder / name).read_bytes()


@contextmanager
def streaming(folder: Path, portal: str) -> Iterator[StreamGateway]:
    """The gateway on a port of this machine, its stream under way."""
    ffmpeg = shutil.which("ffmpeg")
    assert ffmpeg, "ffmpeg is not installed"
    making = subprocess.Popen([ffmpeg, "-loglevel", "error", *STREAM, str(folder / "index.m3u8")])
    gateway, loop, ready = StreamGateway(folder, portal), asyncio.new_event_loop(), threading.Event()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/{path}/{file}", gateway.serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        gateway.port = runner.addresses[0][1]
        async with asyncio.timeout(STARTS_WITHIN_S):
            while not (folder / "index1.ts").exists():  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.1)
        return runner

    def run() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(start())
        ready.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        assert ready.wait(STARTS_WITHIN_S + 5), "the stream did not start"
        yield gateway
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        making.terminate()
        making.wait(10)
