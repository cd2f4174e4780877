"""Looks at cameras: how long one worker takes for each, and so how many it looks at within a round."""

import asyncio
import time
from typing import Final

from bench.database import durability, own_database
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import serving

# A fifth of the country, in slots as the country's are spread: one worker's share of a round with five of them.
CAMERAS: Final = 20_000
SINGLE: Final = 400
ROUND_S: Final = 180
COUNTRY: Final = 100_000
TARGETS: Final = {
    # 100,000 cameras within a round by one worker
    "us_per_look": Target(at_most=ROUND_S / COUNTRY * 1e6, to_naive=1 / 3),
}
WAYS: Final = {
    "candidate": f"the job of one worker as shipped: {CAMERAS} cameras over RTSP, taken by slots, 400 at a time, "
    "through the guard, and what was seen taken in",
    "floor": "a bare asyncio client that opens the same connections, 400 at a time, asks and reads; no guard, no database",
    "naive": f"one camera after another, each looked at and taken in alone ({SINGLE} of them)",
}


def run(note: Note) -> list[Row]:
    """Microseconds for each look, all counted: what is due, connection, question, answer, guard, database."""
    with own_database(), serving("bench.camera_double", "PORT") as double:
        note(
            "health: PostgreSQL with " + ", ".join(f"{name}={value}" for name, value in durability().items())
        )
        bench = Bench(double.port)
        measure = {"candidate": bench.candidate, "floor": bench.floor, "naive": bench.naive}
        medians = interleaved(measure, note)
        each = medians["candidate"]["us_per_look"]
        note(
            f"  one worker: {1e6 / each:.0f} looks a second, {COUNTRY} cameras in {each * COUNTRY / 1e6:.0f} s"
        )
        return rows("health", medians, TARGETS)


class Bench:
    """A part of the country, all of whose cameras answer, and are known to."""

    def __init__(self, port: int) -> None:
        from apps.cameras.models import Camera, CameraNetwork
        from apps.core.geo import point
        from apps.regions.models import Region

        region = Region.objects.get(code="UZ-TK")
        self.port = port
        Camera.objects.bulk_create(
            Camera(
                code=f"H-{n}", name=f"H-{n}", region=region, location=point(69.2, 41.3),
                stream_url=f"rtsp://127.0.0.1:{port}/{n}",
            )
            for n in range(CAMERAS)
        )  # fmt: skip
        CameraNetwork.objects.create(cidr="127.0.0.0/8")
        self.candidate()

    def candidate(self) -> Figures:
        """A round of one worker: slots as they come due."""
        from apps.cameras.beats import SLOTS
        from apps.cameras.checking import TOGETHER, look_at_slots

        start, looked = time.perf_counter(), 0
        for first in range(0, SLOTS, TOGETHER):
            looked += look_at_slots(range(first, first + TOGETHER))
        assert looked == CAMERAS, f"{looked} of {CAMERAS} cameras were looked at"
        return {"us_per_look": (time.perf_counter() - start) / CAMERAS * 1e6}

    def floor(self) -> Figures:
        """The same connections, and nothing else."""
        start = time.perf_counter()
        asyncio.run(self._ask_all())
        return {"us_per_look": (time.perf_counter() - start) / CAMERAS * 1e6}

    async def _ask_all(self) -> None:
        free = asyncio.Semaphore(400)

        async def ask(n: int) -> None:
            async with free:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(f"OPTIONS rtsp://127.0.0.1:{self.port}/{n} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
                await reader.readuntil(b"\r\n\r\n")
                writer.close()

        await asyncio.gather(*(ask(n) for n in range(CAMERAS)))

    def naive(self) -> Figures:
        """Camera by camera."""
        from apps.cameras.actions import observe_health
        from apps.cameras.asking import Target, look_at
        from apps.core.clock import now

        start = time.perf_counter()
        for pk, address in self._some():
            target = Target(pk, "UZ-TK", address)
            seen = asyncio.run(look_at([target], {"UZ-TK": ["127.0.0.0/8"]}, within_s=5, at_once=1))
            observe_health(observations=seen, by=None, at=now())
        return {"us_per_look": (time.perf_counter() - start) / SINGLE * 1e6}

    def _some(self) -> list[tuple[int, str]]:
        from apps.cameras.models import Camera

        return list(Camera.objects.order_by("pk").values_list("pk", "stream_url")[:SINGLE])
