"""Live video of drawn scenes: an ffmpeg for each camera that somebody watches, and none for the others."""

import asyncio
import shutil
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apps.core.clock import now
from apps.demo.pictures.lenses import Lens
from apps.demo.pictures.scenes import frame

FRAMES_S: Final = 4
AT_ONCE: Final = 6
UNWATCHED_S: Final = 15.0
STARTS_WITHIN_S: Final = 12.0
PLAYLIST: Final = "index.m3u8"
# H.264 baseline in MPEG-TS, a key frame in each second, as gateways make it of cameras' streams.
FFMPEG: Final = (
    "-loglevel", "error", "-nostdin", "-probesize", "32", "-analyzeduration", "0",
    "-f", "image2pipe", "-framerate", str(FRAMES_S), "-c:v", "mjpeg", "-i", "pipe:0",
    "-c:v", "libx264", "-profile:v", "baseline", "-preset", "ultrafast", "-tune", "zerolatency", "-threads", "1",
    "-pix_fmt", "yuv420p", "-g", str(FRAMES_S), "-f", "hls", "-hls_time", "1", "-hls_list_size", "5",
    "-hls_flags", "delete_segments+omit_endlist+temp_file",
)  # fmt: skip


class TooManyStreams(Exception):
    """So many are watched already that one more would slow all down."""


@dataclass(slots=True)
class Stream:
    """One camera's video under way."""

    lens: Lens
    folder: TemporaryDirectory[str]
    making: Process
    feeding: asyncio.Task[None] | None = None
    asked_at: float = field(default_factory=time.monotonic)

    def watch(self) -> None:
        """Somebody looks."""
        self.asked_at = time.monotonic()

    def file(self, name: str) -> Path:
        """A playlist or a segment; nothing outside of the stream's own folder."""
        return Path(self.folder.name) / Path(name).name

    async def feed(self) -> None:
        """Draw until nobody watches, or ffmpeg is gone."""
        if (into := self.making.stdin) is None:
            return
        with suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() - self.asked_at < UNWATCHED_S and self.making.returncode is None:
                began = time.monotonic()
                into.write(await asyncio.to_thread(frame, self.lens, now()))
                await into.drain()
                await asyncio.sleep(max(0.0, 1 / FRAMES_S - (time.monotonic() - began)))

    async def end(self) -> None:
        """End ffmpeg at once, since nobody wants what it still would make, and remove what it made."""
        with suppress(ProcessLookupError):
            self.making.kill()
        if self.making.stdin is not None:
            self.making.stdin.close()
        await self.making.wait()
        self.folder.cleanup()


class Streams:
    """Those that somebody watches."""

    def __init__(self) -> None:
        self._running: dict[int, Stream] = {}
        self._starting = asyncio.Lock()
        self.ffmpeg = shutil.which("ffmpeg")

    async def watched(self, lens: Lens) -> Stream:
        """The camera's stream, which begins with the first who asks; raises `TooManyStreams`."""
        async with self._starting:
            stream = self._running.get(lens.id)
            if stream is None:
                if len(self._running) >= AT_ONCE:
                    raise TooManyStreams
                stream = self._running[lens.id] = await self._started(lens)
        stream.watch()
        return stream

    async def _started(self, lens: Lens) -> Stream:
        folder = TemporaryDirectory(prefix="safecity-demo-")
        target = str(Path(folder.name) / PLAYLIST)
        making = await asyncio.create_subprocess_exec(
            str(self.ffmpeg), *FFMPEG, target, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL
        )
        stream = Stream(lens, folder, making)
        stream.feeding = asyncio.create_task(self._until_unwatched(stream))
        return stream

    async def _until_unwatched(self, stream: Stream) -> None:
        try:
            await stream.feed()
        finally:
            self._running.pop(stream.lens.id, None)
            await stream.end()

    async def close(self) -> None:
        """End all of them."""
        feeding = [one.feeding for one in self._running.values() if one.feeding]
        for task in feeding:
            task.cancel()
        await asyncio.gather(*feeding, return_exceptions=True)
