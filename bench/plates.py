"""Plate readings of a region's 687 cameras: stored in batches against a watch list, and searched by a part of a plate."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, Final

from bench.database import durability, own_database
from bench.harness import Figures, Note, Row, Target, interleaved, rows

CAMERAS: Final = 687
HELD: Final = 1_000_000
LISTED: Final = 5_000
PATTERNS: Final = 50
BATCH: Final = 1_000
BATCHES: Final = 10
SINGLE: Final = 300
SEARCHES: Final = 20
TARGETS: Final = {"us_per_reading": Target(to_naive=1 / 5), "ms_per_search_by_part": Target(to_naive=1 / 5)}
WAYS: Final = {
    "candidate": f"record_plates in batches of {BATCH} against {LISTED} plates and {PATTERNS} patterns; the search's own "
    f"query by a part of a plate among {HELD} readings of two days",
    "floor": "COPY of the same rows into the same table; the search by a whole plate and its index",
    "naive": "one INSERT and one look into the list for each reading; the search by a part without the index of trigrams",
}
FILL: Final = """
    INSERT INTO cameras_plateread
        (camera_id, region_id, at, received_at, plate, key, direction, vehicle, source, source_ref)
    SELECT %(first)s + n %% %(cameras)s, 'UZ-TK', %(start)s::timestamptz + n * interval '172.8 ms', now(), key, key,
           'unknown', '{}', '', ''
    FROM (
        SELECT n, lpad((h %% 100)::text, 2, '0') || chr(65 + h / 100 %% 26) || lpad((h / 2600 %% 1000)::text, 3, '0')
               || chr(65 + h / 7 %% 26) || chr(65 + h / 191 %% 26) AS key
        FROM (SELECT n, abs(hashint4(n)) AS h FROM generate_series(0, %(held)s - 1) AS n) AS hashed
    ) AS made
"""
COPY: Final = """
    COPY cameras_plateread
        (camera_id, region_id, at, received_at, plate, key, direction, vehicle, source, source_ref) FROM STDIN
"""
LETTERS: Final = "ABCDEFGHJKLMNOPQRSTUVXYZ"


def run(note: Note) -> list[Row]:
    """How long a reading takes to be stored, and a search by a part of a plate to be answered."""
    with own_database():
        note(
            "plates: PostgreSQL with " + ", ".join(f"{name}={value}" for name, value in durability().items())
        )
        bench = Bench(note)
        measure = {"candidate": bench.candidate, "floor": bench.floor, "naive": bench.naive}
        return rows("plates", interleaved(measure, note), TARGETS)


class Bench:
    """A region with its cameras, its list and two days of readings."""

    def __init__(self, note: Note) -> None:
        from apps.cameras.models import Camera
        from apps.core.geo import point
        from apps.regions.models import Region

        self.random = Random(7)
        self.midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        self.moments = count()
        region = Region.objects.get(code="UZ-TK")
        Camera.objects.bulk_create(
            Camera(code=f"P-{n}", name=f"P-{n}", region=region, kind="plate", location=point(69.2, 41.3))
            for n in range(CAMERAS)
        )
        self.cameras = list(Camera.objects.order_by("pk").values_list("pk", flat=True))
        self._list()
        seconds = _seconds(self._fill)
        note(
            f"  {HELD} readings of two days held, made in {seconds:.0f} s, {self._size()} with their indexes"
        )

    def _list(self) -> None:
        from apps.accounts.models import User
        from apps.cameras.models import WatchEntry
        from apps.cameras.plates import pattern_of

        by = User.objects.create(username="bench", role="supervisor")
        plates = {self._plate() for _ in range(LISTED)} | {f"??{n:03}*" for n in range(PATTERNS)}
        patterns = [pattern for pattern in map(pattern_of, sorted(plates)) if pattern is not None]
        WatchEntry.objects.bulk_create(
            WatchEntry(
                plate=one.written, key=one.like, is_pattern=one.is_pattern, reason="x", added_by=by,
                added_at=self.midnight, valid_from=self.midnight - timedelta(days=9),
            )
            for one in patterns
        )  # fmt: skip

    def _fill(self) -> None:
        from django.db import connection

        from apps.cameras.retention import PLATES

        yesterday = self.midnight - timedelta(days=1)
        for at in (yesterday, self.midnight):
            PLATES.keep(at=at, since=yesterday - timedelta(days=9))
        given = {"first": self.cameras[0], "cameras": CAMERAS, "start": yesterday, "held": HELD}
        with connection.cursor() as cursor:
            cursor.execute(FILL, given)
            cursor.execute("VACUUM ANALYZE cameras_plateread")

    def _size(self) -> str:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM pg_inherits "
                "WHERE inhparent = 'cameras_plateread'::regclass"
            )
            return str(cursor.fetchone()[0])

    def candidate(self) -> Figures:
        """As shipped."""
        from apps.cameras.actions import GivenRead, record_plates

        def store(readings: list[tuple[int, datetime, str]]) -> None:
            record_plates(reads=[GivenRead(*one) for one in readings], by=None, at=datetime.now(UTC))

        return {
            "us_per_reading": self._stored(store, BATCHES, BATCH),
            "ms_per_search_by_part": self._searched(3),
        }

    def floor(self) -> Figures:
        """COPY, and whole plates."""
        from django.db import connection, transaction

        def store(readings: list[tuple[int, datetime, str]]) -> None:
            with transaction.atomic(), connection.cursor() as cursor, cursor.copy(COPY) as copy:
                for camera, at, plate in readings:
                    copy.write_row((camera, "UZ-TK", at, at, plate, plate, "unknown", "{}", "", ""))

        return {
            "us_per_reading": self._stored(store, BATCHES, BATCH),
            "ms_per_search_by_part": self._searched(8),
        }

    def naive(self) -> Figures:
        """Row by row, and without the index."""
        from apps.cameras.models import PlateRead, WatchEntry

        def store(readings: list[tuple[int, datetime, str]]) -> None:
            for camera, at, plate in readings:
                PlateRead.objects.create(
                    camera_id=camera, region_id="UZ-TK", at=at, received_at=at, plate=plate, key=plate
                )
                WatchEntry.objects.listed().filter(key=plate).exists()

        with _without_bitmaps():
            searched = self._searched(3)
        return {"us_per_reading": self._stored(store, 1, SINGLE), "ms_per_search_by_part": searched}

    def _stored(
        self, store: Callable[[list[tuple[int, datetime, str]]], None], batches: int, size: int
    ) -> float:
        """Microseconds for each of so many new readings."""
        given = [[self._reading() for _ in range(size)] for _ in range(batches)]
        return _seconds(lambda: [store(batch) for batch in given]) / (batches * size) * 1e6

    def _searched(self, known: int) -> float:
        """Milliseconds for each search by so many known characters; 8 are a whole plate."""
        from apps.cameras.plate_search import Question, asked_for
        from apps.regions.scope import Scope

        scope = Scope(frozenset({"UZ-TK"}))
        asked = [
            Question(
                reason="x",
                plate=self._plate()[8 - known :],
                start=self.midnight - timedelta(days=7),
                end=self.midnight + timedelta(days=1),
            )
            for _ in range(SEARCHES)
        ]
        found = _seconds(lambda: [list(asked_for(one, scope).with_camera()[:101]) for one in asked])
        return found / SEARCHES * 1e3

    def _reading(self) -> tuple[int, datetime, str]:
        at = self.midnight + timedelta(milliseconds=next(self.moments))
        return self.random.choice(self.cameras), at, self._plate()

    def _plate(self) -> str:
        digits = self.random.randrange(100), self.random.randrange(1000)
        one, two, three = self.random.choices(LETTERS, k=3)
        return f"{digits[0]:02}{one}{digits[1]:03}{two}{three}".replace("O", "A")


@contextmanager
def _without_bitmaps() -> Iterator[None]:
    """The planner as if there were no index of trigrams: it is read by bitmaps alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET enable_bitmapscan = off")
        yield
        cursor.execute("RESET enable_bitmapscan")


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
