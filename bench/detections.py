"""Detections of video analytics: stored new, and brought up to date, in batches as an intake takes them."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import uuid4

from bench.database import durability, own_database
from bench.harness import Figures, Note, Row, Target, interleaved, rows

CAMERAS: Final = 687
BATCH: Final = 1_000
BATCHES: Final = 5
SINGLE: Final = 200
TARGETS: Final = {"us_per_new_detection": Target(to_naive=1 / 5), "us_per_update": Target(to_naive=1 / 5)}
WAYS: Final = {
    "candidate": f"record_detections in batches of {BATCH}: scope, one row for each reference, violations, events",
    "floor": "COPY of the same rows into the same table; UPDATE of as many rows by their ids from arrays",
    "naive": "update_or_create and an event for each message alone",
}
COPY: Final = """
    COPY cameras_detection
        (id, intake, source, source_ref, camera_id, region_id, label, sub_label, score, zones, location, began_at,
         updated_at, recorded_at) FROM STDIN
"""
UPDATE: Final = """
    UPDATE cameras_detection AS known SET score = given.score, updated_at = given.at, ended_at = given.at
    FROM unnest(%s::uuid[], %s::float8[], %s::timestamptz[]) AS given (id, score, at) WHERE known.id = given.id
"""


def run(note: Note) -> list[Row]:
    """Microseconds for each message."""
    with own_database():
        note(
            "detections: PostgreSQL with "
            + ", ".join(f"{name}={value}" for name, value in durability().items())
        )
        bench = Bench()
        measure = {"candidate": bench.candidate, "floor": bench.floor, "naive": bench.naive}
        return rows("detections", interleaved(measure, note), TARGETS)


class Bench:
    """A region's cameras."""

    def __init__(self) -> None:
        from apps.cameras.models import Camera
        from apps.core.geo import point
        from apps.regions.models import Region

        self.at = datetime.now(UTC)
        self.numbers = count()
        region = Region.objects.get(code="UZ-TK")
        Camera.objects.bulk_create(
            Camera(code=f"D-{n}", name=f"D-{n}", region=region, location=point(69.2, 41.3))
            for n in range(CAMERAS)
        )
        self.cameras = list(Camera.objects.order_by("pk"))

    def candidate(self) -> Figures:
        """As shipped."""
        from apps.cameras.actions import record_detections

        def store(messages: list[Any]) -> None:
            record_detections(sightings=messages, by=None, at=datetime.now(UTC))

        return self._measured(store, BATCHES, BATCH)

    def naive(self) -> Figures:
        """One by one."""
        from apps.cameras.models import Detection
        from apps.live.feed import change

        def store(messages: list[Any]) -> None:
            for one in messages:
                with change(at=self.at) as feed:
                    row, _ = Detection.objects.update_or_create(
                        intake="portal",
                        source=one.source,
                        source_ref=one.source_ref,
                        defaults=self._defaults(one),
                    )
                    feed.touch(
                        topic="detections", kind="detection.began", object_id=str(row.pk), regions={"UZ-TK"}
                    )

        return self._measured(store, 1, SINGLE)

    def _defaults(self, one: Any) -> dict[str, Any]:
        return {
            "camera_id": one.camera_id, "region_id": "UZ-TK", "location": self.cameras[0].location,
            "label": one.label, "score": one.score, "began_at": one.began_at, "updated_at": one.at,
            "ended_at": one.ended_at, "recorded_at": self.at,
        }  # fmt: skip

    def floor(self) -> Figures:
        """What PostgreSQL needs for the rows alone."""
        from django.db import connection, transaction

        place = self.cameras[0].location.hexewkb.decode()
        rest: tuple[Any, ...] = ("car", "", 0.5, [], place, self.at, self.at, self.at)
        batches = [[uuid4() for _ in range(BATCH)] for _ in range(BATCHES)]

        def insert(ids: list[Any]) -> None:
            with transaction.atomic(), connection.cursor() as cursor, cursor.copy(COPY) as copy:
                for n, pk in enumerate(ids):
                    camera = self.cameras[n % CAMERAS].pk
                    copy.write_row((pk, "portal", "floor", str(pk), camera, "UZ-TK", *rest))

        def update(ids: list[Any]) -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(UPDATE, [ids, [0.75] * BATCH, [self.at] * BATCH])

        return {
            "us_per_new_detection": _seconds(insert, batches) / (BATCHES * BATCH) * 1e6,
            "us_per_update": _seconds(update, batches) / (BATCHES * BATCH) * 1e6,
        }

    def _measured(self, store: Callable[[list[Any]], None], batches: int, size: int) -> Figures:
        """Things that begin, and the same things as they end."""
        began = [[self._message() for _ in range(size)] for _ in range(batches)]
        ended = [[self._end(one) for one in batch] for batch in began]
        return {
            "us_per_new_detection": _seconds(store, began) / (batches * size) * 1e6,
            "us_per_update": _seconds(store, ended) / (batches * size) * 1e6,
        }

    def _message(self) -> Any:
        from apps.cameras.actions import Sighting

        number = next(self.numbers)
        camera = self.cameras[number % CAMERAS].pk
        return Sighting(
            camera_id=camera, source="bench", source_ref=str(number), label="car", at=self.at, score=0.5,
            began_at=self.at,
        )  # fmt: skip

    def _end(self, one: Any) -> Any:
        from dataclasses import replace

        at = self.at + timedelta(seconds=5)
        return replace(one, at=at, ended_at=at, score=0.75)


def _seconds(work: Callable[[Any], None], batches: list[Any]) -> float:
    start = time.perf_counter()
    for batch in batches:
        work(batch)
    return time.perf_counter() - start
