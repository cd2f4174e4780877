"""The nearest ten free units while all of them move: after as many updates as ten minutes bring, and under their load."""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg

from bench.database import durability, own_database
from bench.field.units import make_units, place
from bench.harness import Figures, Note, Row, Target, interleaved, rows

UNITS: Final = 20_000
PER_S: Final = 3_600
MINUTES: Final = 10
QUESTIONS: Final = 250
NAIVE: Final = 40
LIMIT: Final = 10
TARGETS: Final = {
    "ms_median": Target(to_floor=5.0),
    "ms_p95": Target(to_naive=0.1),
    "differs_from_brute_force": Target(at_most=0),
    "share_not_hot": Target(at_most=0.1),
}
WAYS: Final = {
    "candidate": f"Unit.objects…nearest_to({LIMIT}) of the portal while {PER_S} updates a second go on, after "
    f"{MINUTES * 60 * PER_S:,} updates of {UNITS:,} units",
    "floor": "the same question in SQL to an idle table with a GiST index on geography, ordered by <->",
    "naive": "the same question to the moving table without an index: every distance, sorted",
}
IDLE: Final = """
    CREATE TABLE idle AS SELECT u.id, u.status, p.location::geography AS place
    FROM inspectors_unit u JOIN inspectors_latestposition p ON p.unit_id = u.id;
    CREATE INDEX ON idle USING gist (place);
    VACUUM ANALYZE idle
"""
KNN: Final = """
    SELECT id, ST_Distance(place, h.here) FROM idle,
        (SELECT ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography AS here) h
    WHERE status = 'available' ORDER BY place <-> h.here LIMIT 10
"""
BRUTE: Final = """
    SELECT u.id, ST_Distance(p.location::geography, ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography) AS far
    FROM inspectors_unit u JOIN inspectors_latestposition p ON p.unit_id = u.id
    WHERE u.status = 'available' ORDER BY far, u.id LIMIT 10
"""
STATE: Final = """
    SELECT n_tup_upd, n_tup_hot_upd, n_dead_tup, pg_table_size(relid) AS size
    FROM pg_stat_user_tables WHERE relname = 'inspectors_latestposition'
"""


def run(note: Note) -> list[Row]:
    """One row for each figure."""
    with own_database():
        settings = ", ".join(f"{name}={value}" for name, value in durability().items())
        note(f"nearest: {UNITS} units; PostgreSQL with {settings}")
        bench = Bench(note)
        with bench.moving(PER_S):
            time.sleep(3)
            ways = {"candidate": bench.candidate, "floor": bench.floor, "naive": bench.naive}
            return rows("nearest", interleaved(ways, note), TARGETS)


class Bench:
    """Every way asks from the same places."""

    def __init__(self, note: Note) -> None:
        from apps.core.clock import now
        from apps.inspectors.partitions import keep_days

        keep_days(at=now())
        make_units(UNITS, spread=True)
        self.chance = random.Random(11)
        self.connection = psycopg.connect(
            os.environ["DATABASE_URL"].replace("postgis://", "postgresql://"), autocommit=True
        )
        began = time.monotonic()
        with self.moving(0, updates=MINUTES * 60 * PER_S) as process:
            if process.wait():
                raise RuntimeError("the units did not move")
        note(f"nearest: {MINUTES * 60 * PER_S} updates in {time.monotonic() - began:.0f} s; {self.state()}")
        # As autovacuum does by itself some minutes after units begin to move.
        self.connection.execute("ANALYZE inspectors_unit, inspectors_latestposition")
        for statement in IDLE.split(";"):
            self.connection.execute(statement)

    @contextmanager
    def moving(self, per_s: int, updates: int = 0) -> Iterator[subprocess.Popen[bytes]]:
        """Units move, so many a second (0: as fast as it goes), as record_positions moves them."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.field.moving", str(UNITS), str(per_s), str(updates)]
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()

    def state(self) -> dict[str, Any]:
        """What the updates have made of the table."""
        updates, hot, dead, size = self.connection.execute(STATE).fetchone() or (0, 0, 0, 0)
        return {"updates": updates, "hot": hot, "dead": dead, "bytes": size}

    def candidate(self) -> Figures:
        """The portal's own query; then, in one snapshot each, beside brute force."""
        from django.db import connection, transaction

        from apps.core.geo import point
        from apps.inspectors.models import Unit

        def ask(lon: float, lat: float) -> list[tuple[int, float]]:
            found = Unit.objects.active().filter(status="available").nearest_to(point(lon, lat), limit=LIMIT)
            return [(unit.pk, unit.distance_m) for unit in found]  # type: ignore[attr-defined]

        figures = self._asked(QUESTIONS, ask)
        differing = 0
        for _ in range(NAIVE):
            lon, lat = place(self.chance)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute(BRUTE, [lon, lat])
                differing += cursor.fetchall() != ask(lon, lat)
        state = self.state()
        return figures | {
            "differs_from_brute_force": differing,
            "share_not_hot": 1 - state["hot"] / max(state["updates"], 1),
            "dead_rows": state["dead"],
        }

    def floor(self) -> Figures:
        """KNN of PostGIS at rest."""
        return self._sql(QUESTIONS, KNN)

    def naive(self) -> Figures:
        """Every distance."""
        return self._sql(NAIVE, BRUTE)

    def _sql(self, questions: int, statement: str) -> Figures:
        def ask(lon: float, lat: float) -> list[tuple[Any, ...]]:
            return self.connection.execute(statement, [lon, lat]).fetchall()

        return self._asked(questions, ask) | {
            "differs_from_brute_force": 0,
            "share_not_hot": 0,
            "dead_rows": 0,
        }

    def _asked(self, questions: int, ask: Callable[[float, float], list[Any]]) -> dict[str, float]:
        waits = []
        for _ in range(questions):
            lon, lat = place(self.chance)
            began = time.perf_counter()
            if len(ask(lon, lat)) != LIMIT:
                raise RuntimeError("not ten units")
            waits.append((time.perf_counter() - began) * 1000)
            time.sleep(0.01)
        return {"ms_median": statistics.median(waits), "ms_p95": sorted(waits)[int(0.95 * len(waits))]}
