"""Ten thousand alarms in a minute: facts come in by HTTP, the ticker raises them, other screens show them.

Detections of as many cameras of one region are posted in batches, four a second; a rule makes each an
alarm. Meanwhile one screen acknowledges groups. Nothing may be lost, the open alarms must be those that an independent
count expects, and what happens must be on the other screens within a second.
"""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from selectors import EVENT_READ, DefaultSelector
from typing import Any, Final

from bench.database import durability, own_database
from bench.fanout.sockets import Reader, opened, wait_for_welcome
from bench.harness import Note, Row, Target
from bench.live_fanout import REGION, sign_in
from bench.processes import PORTAL, Server, serving

ALARMS: Final = int(os.environ.get("BENCH_ALARMS", "10000"))
SECONDS: Final = 60
POSTS_PER_S: Final = 4
SCREENS: Final = 10
GROUP: Final = 50
GROUP_EVERY_S: Final = 2.0
SETTLES_WITHIN_S: Final = 60.0
PING, PONG = 9, 10
HELLO: Final = {"type": "hello", "topics": ["alarms"]}

WAYS: Final = {
    "candidate": "detections by HTTP, the rule, the ticker and the portal as they ship; a durable PostgreSQL",
    "floor": "none: the measure is what an operator sees",
    "naive": "none",
}
TARGETS: Final = {
    "lost": Target(at_most=0),
    "open_differs": Target(at_most=0),
    "unseen": Target(at_most=0),
    "ms_max_ack": Target(at_most=1000),
    "ms_max": Target(at_most=1000),
}


def run(note: Note) -> list[Row]:
    """The figures of one minute."""
    with own_database():
        promises = ", ".join(f"{name}={value}" for name, value in durability().items())
        note(f"alarms: {ALARMS} in {SECONDS} s, {SCREENS} screens; PostgreSQL with {promises}")
        cookies = sign_in(SCREENS)
        key, cameras = prepare()
        with serving(*PORTAL) as server, ticking(), Screens(server.port, cookies) as screens:
            storm = Storm(server, key, cameras, screens, cookies[0])
            storm.blow(note)
            figures = storm.figures()
    return [_row(unit, value) for unit, value in figures.items()]


def _row(unit: str, value: float) -> Row:
    limit = TARGETS.get(unit, Target()).at_most
    return Row(
        bench="alarms",
        unit=unit,
        candidate=value,
        floor=0.0,
        naive=0.0,
        to_floor=None,
        to_naive=None,
        ok=None if limit is None else value <= limit,
    )


def prepare() -> tuple[str, list[int]]:
    """A camera for each alarm, a rule that is on, and a key that may post detections."""
    from django.utils import timezone

    from apps.accounts.actions import issue_key
    from apps.accounts.models import ApiClient
    from apps.alarms.actions import save_rule, switch_rule
    from apps.alarms.rules.drafts import RuleDraft
    from apps.alarms.words import Trigger
    from apps.cameras.models import Camera
    from apps.core.geo import point
    from apps.regions.models import Region

    at = timezone.now()
    Camera.objects.bulk_create(
        Camera(
            code=f"B-{number:05d}",
            name=f"Camera {number}",
            region_id=REGION,
            location=point(69.2 + number % 100 / 1000, 41.2 + number // 100 / 1000),
        )
        for number in range(ALARMS)
    )
    draft = RuleDraft(
        name="A person in the yard",
        trigger=Trigger.DETECTION,
        regions=frozenset({REGION}),
        alarm_type="person_in_zone",
        priority=2,
        conditions=[
            {"field": "label", "op": "is", "value": "person"},
            {"field": "score", "op": "above", "value": 0.5},
        ],
    )
    rule = save_rule(draft=draft, by=None, at=at)
    switch_rule(rule_id=rule.pk, is_on=True, by=None, at=at)
    client = ApiClient.objects.create(name="analytics", scopes=["detections:write"], created_at=at)
    client.regions.set(Region.objects.filter(pk=REGION))
    _row_of_key, key = issue_key(client=client, at=at)
    return key, list(Camera.objects.order_by("pk").values_list("pk", flat=True))


@contextmanager
def ticking() -> Iterator[None]:
    """The ticker as it ships, until the block ends; its reader has begun."""
    process = subprocess.Popen([sys.executable, "manage.py", "run_ticker"])
    try:
        _wait_for_reader()
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _wait_for_reader() -> None:
    from apps.live.models import Cursor

    until = time.monotonic() + 60
    while not Cursor.objects.filter(name="alarms", region=REGION).exists():
        if time.monotonic() > until:
            raise RuntimeError("the ticker does not read the feed")
        time.sleep(0.1)


def cut(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """The whole frames of a server with their kinds (RFC 6455 section 5.2), and what is left."""
    found, start = [], 0
    while len(data) - start >= 2:
        size, head = data[start + 1], 2
        if size >= 126:
            head = 4 if size == 126 else 10
            size = int.from_bytes(data[start + 2 : start + head], "big")
        if len(data) - start < head + size:
            break
        found.append((data[start] & 0x0F, data[start + head : start + head + size]))
        start += head + size
    return found, data[start:]


class Screens:
    """Sockets of operators in a thread: when each alarm was raised and acknowledged before the last of them."""

    def __init__(self, port: int, cookies: list[str]) -> None:
        hello = json.dumps(HELLO).encode()
        self.readers = [opened(port, cookie, hello) for cookie in cookies]
        self.raised: dict[str, list[float]] = {}
        self.acknowledged: dict[str, list[float]] = {}
        self.ids: dict[str, str] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen)

    def __enter__(self) -> "Screens":
        for reader in self.readers:
            wait_for_welcome(reader)
            reader.connection.setblocking(False)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join(10)
        for reader in self.readers:
            reader.connection.close()

    def _listen(self) -> None:
        with DefaultSelector() as selector:
            for reader in self.readers:
                selector.register(reader.connection, EVENT_READ, reader)
            while not self._stop.is_set():
                for key, _events in selector.select(0.2):
                    self._hear(key.data, selector)

    def _hear(self, reader: Reader, selector: DefaultSelector) -> None:
        data = reader.connection.recv(262_144)
        if not data:
            selector.unregister(reader.connection)
            return
        at = time.monotonic()
        frames, reader.buffer = cut(reader.buffer + data)
        for kind, frame in frames:
            if kind == PING:
                # Whoever does not answer is taken for gone, as a browser would not be.
                reader.connection.sendall(bytes((0x80 | PONG, 0x80 | len(frame))) + b"\0\0\0\0" + frame)
            elif frame.startswith(b'{"type":"event"'):
                self._note(json.loads(frame), at)

    def _note(self, event: dict[str, Any], at: float) -> None:
        source = event["data"]["source"] if event["data"] else ""
        if event["kind"] == "alarm.raised":
            self.ids[source] = event["id"]
            self.raised.setdefault(source, []).append(at)
        elif event["kind"] == "alarm.acknowledged":
            self.acknowledged.setdefault(event["id"], []).append(at)


@dataclass
class Storm:
    """The minute: what was sent when, and what the screens saw of it."""

    server: Server
    key: str
    cameras: list[int]
    screens: Screens
    cookie: str
    sent: dict[str, float] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)

    def blow(self, note: Note) -> None:
        """Post a share four times a second, acknowledge groups meanwhile, wait until all is seen."""
        stop = threading.Event()
        other = threading.Thread(target=self._acknowledge, args=[stop])
        other.start()
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        turns = SECONDS * POSTS_PER_S
        for turn in range(turns):
            time.sleep(max(0.0, began + turn / POSTS_PER_S - time.monotonic()))
            share = self.cameras[turn * ALARMS // turns : (turn + 1) * ALARMS // turns]
            self._post(connection, share)
            if turn % (10 * POSTS_PER_S) == 10 * POSTS_PER_S - 1:
                note(
                    f"  {(turn + 1) // POSTS_PER_S} s: posted {len(self.sent)}, first seen {len(self.screens.raised)}"
                )
        took = time.monotonic() - began
        stop.set()
        other.join(30)
        self._settle()
        note(f"  posted {len(self.sent)} detections in {took:.1f} s, acknowledged {len(self.asked)}")

    def _post(self, connection: http.client.HTTPConnection, share: list[int]) -> None:
        at = datetime.now(UTC).isoformat()
        body = [
            {
                "camera": camera,
                "source": "bench",
                "source_ref": str(camera),
                "label": "person",
                "score": 0.9,
                "began_at": at,
            }
            for camera in share
        ]
        before = time.monotonic()
        self.sent.update((f"camera:{camera}", before) for camera in share)
        headers = {"Authorization": f"Api-Key {self.key}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/detections/", json.dumps(body), headers)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status} {told[:500]!r}")

    def _acknowledge(self, stop: threading.Event) -> None:
        """One operator takes groups of what is there, as by the console's key."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        token = "b" * 32
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"{self.cookie}; csrftoken={token}",
            "X-CSRFToken": token,
        }
        while not stop.wait(GROUP_EVERY_S):
            waiting = [key for key in list(self.screens.ids.values()) if key not in self.asked][:GROUP]
            if not waiting:
                continue
            before = time.monotonic()
            self.asked.update((key, before) for key in waiting)
            connection.request("POST", "/api/v1/alarms/acknowledge/", json.dumps({"ids": waiting}), headers)
            answer = connection.getresponse()
            told = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {told[:500]!r}")

    def _settle(self) -> None:
        until = time.monotonic() + SETTLES_WITHIN_S
        while time.monotonic() < until and not self._all_seen():
            time.sleep(0.2)

    def _all_seen(self) -> bool:
        raised = sum(len(times) for times in list(self.screens.raised.values()))
        seen = sum(len(times) for times in list(self.screens.acknowledged.values()))
        return raised >= SCREENS * len(self.sent) and seen >= SCREENS * len(self.asked)

    def figures(self) -> dict[str, float]:
        """Losses by an independent count, and delays from the request until the last screen had it."""
        from apps.alarms.models import Alarm

        kept = list(Alarm.objects.open().values_list("source", flat=True))
        raised = [self.screens.raised.get(source, []) for source in self.sent]
        delays = sorted(max(times) - self.sent[source] for source, times in self.screens.raised.items())
        acks = sorted(max(times) - self.asked[key] for key, times in self.screens.acknowledged.items())
        return {
            "lost": float(len(set(self.sent) - set(kept))),
            "open_differs": float(abs(len(kept) - ALARMS) + len(set(kept) ^ set(self.sent))),
            "unseen": float(sum(SCREENS - len(times) for times in raised)),
            **{f"ms_{name}": value for name, value in _spread(delays).items()},
            **{f"ms_{name}_ack": value for name, value in _spread(acks).items()},
        }


def _spread(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {"p50": 0.0, "p95": 0.0, "max": 0.0}
    last = len(seconds) - 1
    return {
        "p50": seconds[round(last * 0.5)] * 1000,
        "p95": seconds[round(last * 0.95)] * 1000,
        "max": seconds[-1] * 1000,
    }
