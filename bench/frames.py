"""A frame of a region whose 2,000 units all move, each second, to 300 sockets: what the CPU has to do for it."""

import asyncio
import os
import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from bench.database import durability, own_database
from bench.fanout.sockets import UNNUMBERED
from bench.field.moving import tell
from bench.field.units import make_units, place
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.live_fanout import listening, settle, sign_in, stop
from bench.processes import PLAIN, PORTAL, UVICORN, Server, serving

UNITS: Final = 2_000
SOCKETS: Final = 300
FRAMES: Final = 10
TARGETS: Final = {
    "ms_cpu_per_frame": Target(to_floor=2.0),
    "ms_cpu_per_s": Target(at_most=50),
    "lost": Target(at_most=0),
}
WAYS: Final = {
    "candidate": "the portal as it ships: the ticker's frame from the database, one Redis message, the hub of "
    f"safecity_portal.asgi, {SOCKETS} signed-in sockets; CPU of the ticker's work and of the server. A "
    "frame's is what it adds to the same seconds without one; a second's is all: pings, rights and polls too",
    "floor": "the same bytes from one Redis message to the same sockets, without Django; CPU of that server",
    "naive": "group_send of the same bytes through the pub/sub layer; CPU of that server",
}
# Sends a frame; answers the CPU seconds that this process spent on it.
Sender = Callable[[], float]


def run(note: Note) -> list[Row]:
    """One row for each figure."""
    with own_database():
        settings = ", ".join(f"{name}={value}" for name, value in durability().items())
        note(f"frames: {UNITS} units, {SOCKETS} sockets; PostgreSQL with {settings}")
        bench = Bench()
        ways = {"candidate": bench.candidate, "floor": bench.floor, "naive": bench.naive}
        return rows("frames", interleaved(ways, note), TARGETS)


class Bench:
    """The three ways, on the same sessions and units."""

    def __init__(self) -> None:
        from apps.core.clock import now
        from apps.inspectors.frames import Frames
        from apps.inspectors.partitions import keep_days

        keep_days(at=now())
        self.cookies = sign_in(10)
        make_units(UNITS)
        self.chance = random.Random(5)
        self.places = [place(self.chance) for _ in range(UNITS)]
        self.moment = now() - timedelta(minutes=10)
        self.frames = Frames()
        self.move()
        (self.frame,) = self.frames.take(now()).values()

    def move(self) -> None:
        """Everybody a little on."""
        self.moment += timedelta(seconds=1)
        tell(list(range(UNITS)), self.places, self.chance, self.moment)

    def candidate(self) -> Figures:
        """The portal."""
        with serving(*PORTAL) as server:
            return self._measure(server, self._tick)

    def _tick(self) -> float:
        from apps.core.clock import now

        self.move()
        began = time.process_time()
        self.frames.publish(now())
        return time.process_time() - began

    def floor(self) -> Figures:
        """The least."""
        import redis

        from bench.fanout.floor import CHANNEL

        with (
            serving("bench.fanout.floor", "PORT") as server,
            redis.Redis.from_url(os.environ["REDIS_URL"]) as client,
        ):

            def send() -> float:
                client.publish(CHANNEL, self.frame)
                return 0.0

            return self._measure(server, send)

    def naive(self) -> Figures:
        """The manual's way."""
        from channels.layers import get_channel_layer

        layer: Any = get_channel_layer()
        message = {"type": "live.event", "text": self.frame.decode()}
        with (
            serving("uvicorn", "bench.fanout.naive:application", *UVICORN, *PLAIN) as server,
            asyncio.Runner() as runner,
        ):

            def send() -> float:
                runner.run(layer.group_send("bench.naive", message))
                return 0.0

            return self._measure(server, send)

    def _measure(self, server: Server, send: Sender) -> Figures:
        with listening(server, SOCKETS, self.cookies) as clients:
            send()
            time.sleep(1)
            settle(server)
            idle = server.cpu_s()
            time.sleep(FRAMES)
            before, ours = server.cpu_s(), 0.0
            idle = before - idle
            began = time.monotonic()
            for n in range(FRAMES):
                time.sleep(max(0.0, began + n - time.monotonic()))
                ours += send()
            time.sleep(max(0.0, began + FRAMES - time.monotonic()))
            settle(server)
            cpu = server.cpu_s() - before + ours
            seen = stop(clients).get(UNNUMBERED, [0])[0]
        return {
            "ms_cpu_per_frame": (cpu - idle) / FRAMES * 1000,
            "ms_cpu_per_s": cpu / FRAMES * 1000,
            "kb_per_frame": len(self.frame) / 1000,
            "lost": SOCKETS * (FRAMES + 1) - seen,
        }
