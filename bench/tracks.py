"""A month of one inspector's way, 500,000 positions among five million, as a screen asks for it."""

import gzip
import http.client
import io
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

import psycopg

from bench.crowd import watch_officer
from bench.database import durability, own_database, session_of
from bench.field.month import DAYS, OTHERS, POINTS, make_month
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import PORTAL, serving

ASKS: Final = 7
NAIVE: Final = 1
TARGETS: Final = {
    "ms_median": Target(at_most=1_000),
    "ms_p95": Target(at_most=1_000),
    "kb_gzip": Target(at_most=300),
}
WAYS: Final = {
    "candidate": f"GET inspectors/{{id}}/track/ of the running portal: {DAYS} shifts, {POINTS:,} positions, among those of "
    f"{OTHERS} others; from the request to the last byte, gzip",
    "floor": "PostgreSQL alone: COPY of the same rows (time, lon, lat) in binary by psycopg, nothing made of them; its "
    "bytes by gzip",
    "naive": "each position by the ORM as a point of a GeoJSON LineString, orjson and gzip",
}
ROWS: Final = """
    COPY (
        SELECT p.at, ST_X(p.location), ST_Y(p.location)
        FROM inspectors_position p JOIN inspectors_device d ON d.id = p.device_id
        WHERE d.identifier = 'bench-0' ORDER BY p.at
    ) TO STDOUT (FORMAT binary)
"""


def run(note: Note) -> list[Row]:
    """Rows of the one measure."""
    with own_database():
        note(f"tracks: {POINTS * (OTHERS + 1):,} positions; PostgreSQL with {durability()}")
        midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        inspector_id, since = make_month(midnight)
        session = session_of(watch_officer())
        query = urlencode({"from": since.isoformat(), "to": midnight.isoformat()})
        with serving(*PORTAL) as server:
            screen = Screen(server.port, session, f"/api/v1/inspectors/{inspector_id}/track/?{query}")
            ways = {"candidate": screen.figures, "floor": floor, "naive": naive}
            return rows("tracks", interleaved(ways, note), TARGETS)


@dataclass(frozen=True)
class Screen:
    """A browser that shows the track."""

    port: int
    session: str
    path: str

    def figures(self) -> Figures:
        """Asked again and again: nothing is kept between."""
        body = self.ask()
        return timed(self.ask, ASKS) | {"kb_gzip": len(body) / 1000}

    def ask(self) -> bytes:
        """The body as it comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Cookie": f"sessionid={self.session}", "Accept-Encoding": "gzip"}
        connection.request("GET", self.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200 or answer.headers["Content-Encoding"] != "gzip":
            raise RuntimeError(f"{self.path} answers {answer.status}")
        return body


def floor() -> Figures:
    """The rows as they are."""
    address = os.environ["DATABASE_URL"].replace("postgis://", "postgresql://")
    with psycopg.connect(address) as connection, connection.cursor() as cursor:

        def read() -> bytes:
            body = io.BytesIO()
            with cursor.copy(ROWS) as copy:
                body.writelines(copy)
            return body.getvalue()

        return timed(read, ASKS) | {"kb_gzip": len(gzip.compress(read(), 6)) / 1000}


def naive() -> Figures:
    """Every position to the browser."""
    from apps.core.encoding import encode
    from apps.inspectors.models import Position

    def write() -> bytes:
        places = Position.objects.filter(device__identifier="bench-0").order_by("at")
        line = [point.coords for point in places.values_list("location", flat=True)]
        feature = {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": line},
            "properties": {},
        }
        return gzip.compress(encode(feature), 6)

    bodies: list[bytes] = []
    return timed(lambda: bodies.append(write()), NAIVE) | {"kb_gzip": len(bodies[0]) / 1000}


def timed(act: Callable[[], Any], times: int) -> dict[str, float]:
    """Median and 95th percentile of so many."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return {"ms_median": statistics.median(spent), "ms_p95": sorted(spent)[int(0.95 * len(spent))]}
