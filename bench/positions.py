"""Positions over HTTP, each stored before it is answered: one at a time as phones send them, and in batches of 100."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import psycopg

from bench.database import durability, own_database
from bench.field.units import make_units
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import PORTAL, UVICORN, serving

DEVICES: Final = 18_000
SINGLES: Final = 30_000
CONNECTIONS: Final = 256
PACED_PER_S: Final = 2_000
PACED: Final = 16_000
BATCH: Final = 100
BATCHES: Final = 600
BATCH_CONNECTIONS: Final = 16
NAIVE: Final = 300
PER_S: Final = 3_600
SINGLE_TARGETS: Final = {
    "us_per_position": Target(to_floor=7.0, at_most=1e6 / PER_S),
    "ms_median_at_2000_per_s": Target(at_most=50),
    "lost": Target(at_most=0),
}
BATCH_TARGETS: Final = {"us_per_position": Target(to_floor=4.0), "lost": Target(at_most=0)}
WAYS: Final = {
    "candidate": f"GET /intake/osmand/ of the portal as it ships, one process, {CONNECTIONS} connections: history and "
    "newest position committed before each answer",
    "floor": "a bare ASGI application that answers 200 and stores nothing, in the same server",
    "naive": "djangorestframework: a serializer, a look-up of the device and two save() for each position, without HTTP",
}
BATCH_WAYS: Final = {
    "candidate": f"POST /intake/positions/ of the portal as it ships, batches of {BATCH}, {BATCH_CONNECTIONS} connections",
    "floor": f"psycopg, one connection: COPY of the same rows into the table of positions, a commit for each {BATCH}",
    "naive": "bulk_create of the same rows by Django, and one save() of the newest of each unit",
}


def run(note: Note) -> list[Row]:
    """Single positions."""
    return _measured("positions", SINGLE_TARGETS, note, lambda b: (b.singles, b.nothing, b.serializer))


def run_batches(note: Note) -> list[Row]:
    """Batches."""
    return _measured("position_batches", BATCH_TARGETS, note, lambda b: (b.batches, b.copy, b.bulk))


Ways = tuple[Callable[[], Figures], Callable[[], Figures], Callable[[], Figures]]


def _measured(
    name: str, targets: dict[str, Target], note: Note, ways: Callable[["Bench"], Ways]
) -> list[Row]:
    with own_database():
        settings = ", ".join(f"{key}={value}" for key, value in durability().items())
        note(f"{name}: {DEVICES} devices; PostgreSQL with {settings}")
        bench = Bench()
        every = dict(zip(("candidate", "floor", "naive"), ways(bench), strict=True))
        return rows(name, interleaved(every, note), targets)


class Bench:
    """Every way, on the same units; no device sends the same time twice."""

    def __init__(self) -> None:
        from apps.core.clock import now
        from apps.inspectors.partitions import keep_days

        keep_days(at=now())
        self.units = make_units(DEVICES)
        self.key = make_key()
        # Milliseconds since 1970: each round has its own two minutes of the last hour.
        begin = int(now().timestamp() * 1000) - 3600 * 1000
        self.rounds = count(begin, 120_000)

    def singles(self) -> Figures:
        """The portal, one position a request."""
        with serving(*PORTAL) as server:
            self._sent(server.port, requests=2 * CONNECTIONS)
            before = stored()
            closed = self._sent(server.port, requests=SINGLES)
            paced = self._sent(server.port, requests=PACED, per_s=PACED_PER_S)
        return single_figures(closed, paced, SINGLES + PACED - (stored() - before))

    def nothing(self) -> Figures:
        """The same requests, to nobody."""
        with serving("uvicorn", "bench.field.nothing:application", *UVICORN) as server:
            self._sent(server.port, requests=2 * CONNECTIONS)
            closed = self._sent(server.port, requests=SINGLES)
            paced = self._sent(server.port, requests=PACED, per_s=PACED_PER_S)
        return single_figures(closed, paced, 0)

    def serializer(self) -> Figures:
        """What a tutorial writes."""
        from apps.core.clock import now
        from apps.core.geo import point
        from apps.inspectors.api.serializers import PositionRowSerializer
        from apps.inspectors.models import Device, LatestPosition, Position

        begin = next(self.rounds)
        began = time.monotonic()
        for n in range(NAIVE):
            at = datetime.fromtimestamp((begin + n) / 1000, UTC)
            given = PositionRowSerializer(
                data={
                    "device": f"bench-{n}",
                    "at": at.isoformat(),
                    "lon": 69.2,
                    "lat": 41.3,
                    "heading": 181.0,
                }
            )
            given.is_valid(raise_exception=True)
            device = Device.objects.select_related("unit").get(identifier=given.validated_data["device"])
            fix = {"at": at, "received_at": now(), "location": point(69.2, 41.3), "heading": 181.0}
            Position(device=device, **fix).save()
            LatestPosition(unit=device.unit, device=device, **fix).save()
        seconds = time.monotonic() - began
        return {
            "us_per_position": seconds / NAIVE * 1e6,
            "ms_median_at_2000_per_s": 0,
            "ms_p95_at_2000_per_s": 0,
            "lost": 0,
        }

    def batches(self) -> Figures:
        """The portal, a hundred positions a request."""
        with serving(*PORTAL) as server:
            self._sent(server.port, requests=BATCH_CONNECTIONS, batch=True)
            before = stored()
            found = self._sent(server.port, requests=BATCHES, batch=True)
        sent = BATCHES * BATCH
        return {"us_per_position": found["seconds"] / sent * 1e6, "lost": sent - (stored() - before)}

    def copy(self) -> Figures:
        """COPY of the history alone."""
        begin, devices = next(self.rounds), [device for _, device in self.units]
        address = os.environ["DATABASE_URL"].replace("postgis://", "postgresql://")
        statement = (
            "COPY inspectors_position (device_id, at, received_at, location, speed_mps, heading, accuracy_m, battery)"
            " FROM STDIN"
        )
        before = stored()
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            began = time.monotonic()
            for n in range(BATCHES):
                at = datetime.fromtimestamp((begin + n) / 1000, UTC)
                with cursor.copy(statement) as copy:
                    for k in range(BATCH):
                        where = f"SRID=4326;POINT({69.1 + k / 1000:.4f} 41.3)"
                        device = devices[(n * BATCH + k) % DEVICES]
                        copy.write_row((device, at, at, where, 6.5, 181.0, 5.5, 81.0))
                connection.commit()
            seconds = time.monotonic() - began
        sent = BATCHES * BATCH
        return {"us_per_position": seconds / sent * 1e6, "lost": sent - (stored() - before)}

    def bulk(self) -> Figures:
        """What a better tutorial writes."""
        from apps.core.geo import point
        from apps.inspectors.models import LatestPosition, Position

        begin = next(self.rounds)
        began = time.monotonic()
        for n in range(3):
            at = datetime.fromtimestamp((begin + n) / 1000, UTC)
            mine = self.units[n * BATCH : (n + 1) * BATCH]
            fix = {"at": at, "received_at": at, "location": point(69.2, 41.3), "heading": 181.0}
            Position.objects.bulk_create([Position(device_id=device, **fix) for _, device in mine])
            for unit, device in mine:
                LatestPosition(unit_id=unit, device_id=device, **fix).save()
        return {"us_per_position": (time.monotonic() - began) / 3 / BATCH * 1e6, "lost": 0}

    def _sent(self, port: int, *, requests: int, per_s: int = 0, batch: bool = False) -> dict[str, Any]:
        return sent(
            {
                "port": port,
                "connections": BATCH_CONNECTIONS if batch else CONNECTIONS,
                "requests": requests,
                "per_s": per_s,
                "devices": DEVICES,
                "begins": next(self.rounds),
                "key": self.key,
                "rows": BATCH if batch else 0,
            }
        )


def single_figures(closed: dict[str, Any], paced: dict[str, Any], lost: int) -> Figures:
    """Throughput of as many as go, and the time of an answer at a given number a second."""
    return {
        "us_per_position": closed["seconds"] / SINGLES * 1e6,
        "ms_median_at_2000_per_s": paced["median_ms"],
        "ms_p95_at_2000_per_s": paced["p95_ms"],
        "lost": lost,
    }


def make_key() -> str:
    """A key of a client that may write positions everywhere."""
    from apps.accounts.actions import issue_key
    from apps.accounts.models import ApiClient
    from apps.core.clock import now

    client = ApiClient.objects.create(
        name="trackers", scopes=["positions:write"], is_national=True, created_at=now()
    )
    return issue_key(client=client, at=now())[1]


def sent(order: dict[str, Any]) -> dict[str, Any]:
    """Let a process of its own send; raises when any was refused."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.field.phones"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    if process.stdout.readline() != "ready\n":
        raise RuntimeError("the phones did not connect")
    told, _ = process.communicate("go\n")
    found: dict[str, Any] = json.loads(told)
    if set(found["statuses"]) != {"200"}:
        raise RuntimeError(f"the portal refused: {found}")
    return found


def stored() -> int:
    """Positions in the history."""
    from apps.inspectors.models import Position

    return Position.objects.count()
