"""An incident's way from its commit to the last of many sockets."""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from bench.database import durability, own_database, session_of
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import PLAIN, PORTAL, UVICORN, Server, serving

SOCKETS: Final = (300, 500)
EVENTS: Final = 100
PER_S: Final = 10.0
WARM_UP: Final = 10
DRAINED_WITHIN_S: Final = 60.0
REGION: Final = "UZ-TK"
HELLO: Final = {"type": "hello", "topics": ["incidents", "units", "alarms", "positions"]}
TARGETS: Final = {
    "us_cpu_per_delivery": Target(to_floor=2.5, to_naive=1 / 8),
    "ms_p99_commit_to_last": Target(to_floor=2.0),
    "lost_or_doubled": Target(at_most=0),
}

WAYS: Final = {
    "candidate": "the portal as it ships: report_incident on a durable PostgreSQL, safecity_portal.asgi, sockets of "
    "signed-in operators with all checks",
    "floor": "a frame built once from one Redis message, the same bytes to all; those of a real incident's event",
    "naive": "group_send of the same bytes through the pub/sub layer",
}

# Sends event `n`; answers the number it has in its frame, and when it was committed, in ns.
Sender = Callable[[int], tuple[int, int]]


def run(note: Note) -> list[Row]:
    """Rows for each number of sockets."""
    with own_database():
        note(
            "live_fanout: safecity_portal.asgi and report_incident, as shipped; PostgreSQL with "
            + ", ".join(f"{name}={value}" for name, value in durability().items())
        )
        bench = Bench(cookies=sign_in(10))
        return [row for sockets in SOCKETS for row in bench.rows(sockets, note)]


@dataclass(frozen=True)
class Bench:
    """The three ways, on the same sessions."""

    cookies: list[str]

    def rows(self, sockets: int, note: Note) -> list[Row]:
        """Measure with so many sockets."""
        name = f"live_fanout_{sockets}"
        note(name)
        ways = {"candidate": self.candidate, "floor": self.floor, "naive": self.naive}
        medians = interleaved({way: partial(measure, sockets) for way, measure in ways.items()}, note)
        return rows(name, medians, TARGETS)

    def candidate(self, sockets: int) -> Figures:
        """The portal."""
        with serving(*PORTAL) as server:
            return self._measure(server, sockets, Reporter())

    def floor(self, sockets: int) -> Figures:
        """The least."""
        with serving("bench.fanout.floor", "PORT") as server, publishing() as send:
            return self._measure(server, sockets, send)

    def naive(self, sockets: int) -> Figures:
        """The manual's way."""
        serve = serving("uvicorn", "bench.fanout.naive:application", *UVICORN, *PLAIN)
        with serve as server, group_sending() as send:
            return self._measure(server, sockets, send)

    def _measure(self, server: Server, sockets: int, send: Sender) -> Figures:
        with listening(server, sockets, self.cookies) as clients:
            for n in range(WARM_UP):
                send(n)
            time.sleep(1)
            cpu_before = server.cpu_s()
            committed = paced(send)
            settle(server)
            cpu = server.cpu_s() - cpu_before
            seen = stop(clients)
        return figures(committed, seen, sockets, cpu)


def paced(send: Sender) -> dict[int, int]:
    """Send `EVENTS` events at `PER_S` a second; when each was committed."""
    committed: dict[int, int] = {}
    began = time.monotonic()
    for n in range(EVENTS):
        time.sleep(max(0.0, began + n / PER_S - time.monotonic()))
        number, at = send(WARM_UP + n)
        committed[number] = at
    return committed


def settle(server: Server) -> None:
    """Wait until the server has nothing left to do."""
    until = time.monotonic() + DRAINED_WITHIN_S
    while time.monotonic() < until:
        before = server.cpu_s()
        time.sleep(0.5)
        if server.cpu_s() - before < 0.025:
            return


def figures(committed: dict[int, int], seen: dict[int, list[int]], sockets: int, cpu_s: float) -> Figures:
    """CPU per delivery, and beside it the wall time until the last socket had the event."""
    deliveries = sum(seen[number][0] for number in committed if number in seen)
    waits_ms = sorted((seen[number][1] - at) / 1e6 for number, at in committed.items() if number in seen)
    return {
        "us_cpu_per_delivery": cpu_s / max(deliveries, 1) * 1e6,
        "ms_median_commit_to_last": statistics.median(waits_ms) if waits_ms else 0.0,
        "ms_p99_commit_to_last": waits_ms[round(0.99 * (len(waits_ms) - 1))] if waits_ms else 0.0,
        "lost_or_doubled": sum(abs(sockets - seen.get(number, [0])[0]) for number in committed),
    }


# --- sockets ------------------------------------------------------------------------------------------------


@contextmanager
def listening(server: Server, sockets: int, cookies: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A process with so many sockets, all welcomed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.fanout.sockets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        order = {"port": server.port, "sockets": sockets, "cookies": cookies, "hello": HELLO}
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("the sockets did not open")
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def stop(process: subprocess.Popen[str]) -> dict[int, list[int]]:
    """What the sockets saw: by number, how many sockets, and when the last."""
    assert process.stdin
    assert process.stdout
    process.stdin.write("stop\n")
    process.stdin.flush()
    found: dict[str, list[int]] = json.loads(process.stdout.readline())
    return {int(number): entry for number, entry in found.items()}


# --- events -------------------------------------------------------------------------------------------------


def sign_in(people: int) -> list[str]:
    """Cookies of so many operators of the region."""
    from apps.accounts.models import User
    from apps.accounts.roles import Role

    cookies = []
    for n in range(people):
        user = User.objects.create(username=f"operator{n}", role=Role.OPERATOR)
        user.regions.set([REGION])
        cookies.append(f"sessionid={session_of(user.username)}")
    return cookies


class Reporter:
    """Reports incidents as the API does, alone in its region: it knows each event's number without asking."""

    def __init__(self) -> None:
        from apps.accounts.models import User
        from apps.live.models import RegionFeed

        self.operator = User.objects.get(username="operator0")
        self.number: int = RegionFeed.objects.get(region=REGION).seq

    def __call__(self, n: int) -> tuple[int, int]:
        from django.db import transaction

        from apps.core.clock import now
        from apps.core.geo import point
        from apps.incidents.actions import Report, report_incident
        from apps.live.feed import change

        committed: list[int] = []
        at = now()
        report = Report(
            type="burglary",
            title=f"Door forced, flat {n}, neighbours heard glass and two voices",
            source="operator",
            location=point(69.24 + n % 100 / 1000, 41.3),
            address="Amir Temur shoh koʻchasi 15",
            region=REGION,
        )
        with change(at=at):
            # Registered first, so called first: after the commit, before the hint to the hubs.
            transaction.on_commit(lambda: committed.append(time.monotonic_ns()))
            report_incident(report=report, by=self.operator, at=at)
        self.number += 1
        return self.number, committed[0]


def a_frame() -> str:
    """The event of a real incident, with a place for its number."""
    from apps.live.models import Event

    number, _ = Reporter()(0)
    payload: str = Event.objects.get(region=REGION, seq=number).payload
    return payload.replace(f'"seq":{number},', '"seq":NUMBER,', 1)


@contextmanager
def publishing() -> Iterator[Sender]:
    """Sends to the floor."""
    import redis

    from bench.fanout.floor import CHANNEL

    frame = a_frame()
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:

        def send(n: int) -> tuple[int, int]:
            at = time.monotonic_ns()
            client.publish(CHANNEL, frame.replace("NUMBER", str(n)))
            return n, at

        yield send


@contextmanager
def group_sending() -> Iterator[Sender]:
    """Sends to the group."""
    from channels.layers import get_channel_layer

    frame = a_frame()
    layer: Any = get_channel_layer()
    with asyncio.Runner() as runner:

        def send(n: int) -> tuple[int, int]:
            at = time.monotonic_ns()
            message = {"type": "live.event", "text": frame.replace("NUMBER", str(n))}
            runner.run(layer.group_send("bench.naive", message))
            return n, at

        yield send
