"""Readings stored per second: batches of 1,000 over HTTP, beside psycopg's COPY of the same rows into the same table."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.database import durability, own_database
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import PORTAL, serving

SENSORS: Final = 20_000
BATCH: Final = 1_000
BATCHES: Final = 200
NAIVE_BATCHES: Final = 5
CONNECTIONS: Final = 8
KIND: Final = "water_level"
REGION: Final = "UZ-TK"
# Of a hundred readings one is beyond a limit, so that crossings begin and end.
BEYOND: Final = 0.01
TARGETS: Final = {"us_per_reading": Target(to_floor=2.0), "lost": Target(at_most=0)}
WAYS: Final = {
    "candidate": "POST /api/v1/readings/ of the portal as it ships, one process: key, checks, latest values, thresholds "
    f"of value and silence, {CONNECTIONS} connections, each batch answered after its commit",
    "floor": "psycopg, one connection: COPY of the same rows into the same table, a commit for each batch of 1,000",
    "naive": "djangorestframework: a serializer with many=True and bulk_create of the same rows, by the test client",
}
Reading = tuple[int, str, datetime, float]


def run(note: Note) -> list[Row]:
    """One row for each figure."""
    with own_database(), tempfile.TemporaryDirectory() as folder:
        settings = ", ".join(f"{name}={value}" for name, value in durability().items())
        note(f"readings_stored: {SENSORS} sensors, {BATCHES} batches of {BATCH}; PostgreSQL with {settings}")
        bench = Bench(Path(folder))
        ways: dict[str, Callable[[], Figures]] = {
            "candidate": bench.candidate,
            "floor": bench.floor,
            "naive": bench.naive,
        }
        return rows("readings_stored", interleaved(ways, note), TARGETS)


class Bench:
    """The three ways, on the same sensors; each round has its own minutes, so that nothing comes twice."""

    def __init__(self, folder: Path) -> None:
        from apps.core.clock import now
        from apps.sensors.partitions import keep_days

        keep_days(at=now())
        self.folder = folder
        self.sensors = make_sensors()
        self.key = make_key()
        self.random = random.Random(7)
        self.begins_at = now() - timedelta(seconds=50)
        self.moment = 0

    def candidate(self) -> Figures:
        """The portal."""
        batches = self._batches(BATCHES)
        files = []
        for n, batch in enumerate(batches):
            path = self.folder / f"{n}.json"
            path.write_bytes(as_json(batch))
            files.append(str(path))
        with serving(*PORTAL) as server:
            self._warm_up(server.port)
            before = count()
            found = sent(server.port, self.key, files)
        stored = count() - before
        return figures(found["seconds"], BATCHES * BATCH, BATCHES * BATCH - stored)

    def _warm_up(self, port: int) -> None:
        """Once each sensor: a process that knows them, and sensors that have spoken before."""
        files = []
        self.moment += 1
        at = self.begins_at + timedelta(milliseconds=self.moment * 10)
        for n in range(0, SENSORS, BATCH):
            path = self.folder / f"first-{n}.json"
            path.write_bytes(as_json([(pk, code, at, 1.0) for pk, code in self.sensors[n : n + BATCH]]))
            files.append(str(path))
        sent(port, self.key, files)

    def floor(self) -> Figures:
        """COPY."""
        batches = self._batches(BATCHES)
        before = count()
        address = os.environ["DATABASE_URL"].replace("postgis://", "postgresql://")
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            began = time.monotonic()
            for batch in batches:
                with cursor.copy("COPY sensors_reading (sensor_id, at, value) FROM STDIN") as copy:
                    for pk, _, at, value in batch:
                        copy.write_row((pk, at, value))
                connection.commit()
            seconds = time.monotonic() - began
        return figures(seconds, BATCHES * BATCH, BATCHES * BATCH - (count() - before))

    def naive(self) -> Figures:
        """What a tutorial writes."""
        from rest_framework import serializers

        from apps.sensors.models import Reading as Row_

        class ReadingSerializer(serializers.ModelSerializer[Any]):
            class Meta:
                model = Row_
                fields = ("sensor", "at", "value")

        batches = self._batches(NAIVE_BATCHES)
        bodies = [[{"sensor": pk, "at": at.isoformat(), "value": v} for pk, _, at, v in b] for b in batches]
        before = count()
        began = time.monotonic()
        for body in bodies:
            given = ReadingSerializer(data=json.loads(json.dumps(body)), many=True)
            given.is_valid(raise_exception=True)
            Row_.objects.bulk_create([Row_(**row) for row in given.validated_data])
        seconds = time.monotonic() - began
        return figures(seconds, NAIVE_BATCHES * BATCH, NAIVE_BATCHES * BATCH - (count() - before))

    def _batches(self, number: int) -> list[list[Reading]]:
        """Each batch has one moment and a thousand sensors, as a gateway sends them."""
        return [self._batch() for _ in range(number)]

    def _batch(self) -> list[Reading]:
        self.moment += 1
        at = self.begins_at + timedelta(milliseconds=self.moment * 10)
        return [(pk, code, at, self._value()) for pk, code in self.random.sample(self.sensors, BATCH)]

    def _value(self) -> float:
        calm = self.random.random() > BEYOND
        return round(self.random.uniform(0.5, 3.0) if calm else self.random.uniform(3.6, 4.4), 3)


def figures(seconds: float, readings: int, lost: int) -> Figures:
    """Time for each, and what was told to be stored and is not there."""
    return {"us_per_reading": seconds / readings * 1e6, "readings_per_s": readings / seconds, "lost": lost}


def make_sensors() -> list[tuple[int, str]]:
    """Sensors of one kind in one region, with the thresholds of the reference data and one of silence."""
    from apps.core.geo import point
    from apps.sensors.models import Sensor, Threshold

    place = point(69.28, 41.31)
    Threshold.objects.filter(kind=KIND, measure="rate").delete()
    Threshold.objects.create(kind_id=KIND, measure="absence", limit=900, level=3)
    Sensor.objects.bulk_create(
        [
            Sensor(code=f"W-{n:06d}", name=f"Gauge {n}", region_id=REGION, kind_id=KIND, location=place)
            for n in range(SENSORS)
        ]
    )
    return list(Sensor.objects.order_by("pk").values_list("pk", "code"))


def make_key() -> str:
    """A key of a client that may write readings of the region."""
    from apps.accounts.actions import issue_key
    from apps.accounts.models import ApiClient
    from apps.core.clock import now

    client = ApiClient.objects.create(name="gateway", scopes=["readings:write"], created_at=now())
    client.regions.set([REGION])
    return issue_key(client=client, at=now())[1]


def as_json(batch: list[Reading]) -> bytes:
    """The body of a request."""
    return json.dumps(
        [{"sensor": code, "at": at.isoformat(), "value": v} for _, code, at, v in batch]
    ).encode()


def sent(port: int, key: str, files: list[str]) -> dict[str, Any]:
    """Send files from a process of its own; raises when any was refused."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.readings.senders"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    order = {"port": port, "key": key, "connections": min(CONNECTIONS, len(files)), "files": files}
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    process.stdout.readline()
    told, _ = process.communicate("go\n")
    found: dict[str, Any] = json.loads(told)
    if set(found["statuses"]) != {"200"} or found["rejected"]:
        raise RuntimeError(f"the portal refused: {found}")
    return found


def count() -> int:
    """Rows of the table."""
    from apps.sensors.models import Reading as Row_

    return Row_.objects.count()
