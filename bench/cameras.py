"""`cameras/columns/` of 100,000 cameras: its bytes, and what it costs the server when kept and when one has changed."""

import gzip
import http.client
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bench.crowd import make_country, watch_officer
from bench.database import durability, own_database, session_of
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import PORTAL, serving

CAMERAS: Final = 100_000
ASKS: Final = 40
CHANGES: Final = 7
PATH: Final = "/api/v1/cameras/columns/"
CHANGED: Final = Target(to_floor=1.5, to_naive=1 / 50)
TARGETS: Final = {
    "bytes_gzip": Target(to_naive=0.5, at_most=1_000_000),
    "ms_kept": Target(at_most=5),
    "ms_one_status_changed": CHANGED,
    "ms_one_moved": CHANGED,
}
WAYS: Final = {
    "candidate": "GET cameras/columns/ of the running portal by a session of the whole nation, gzip: kept, from the request "
    "to the answer's first byte; and after one camera was changed by SQL, to its last byte",
    "floor": "PostgreSQL alone: the statement of these columns over all cameras in one go, fetched by psycopg; "
    "nothing is kept, so that each figure is the same work. Bytes: its arrays by gzip",
    "naive": "djangorestframework-gis: a GeoFeatureModelSerializer of the same fields over all cameras, rendered as JSON; "
    "again the same work each time. Bytes: its GeoJSON by gzip",
}
STATUS: Final = "UPDATE cameras_camera SET status = (ARRAY['online', 'offline'])[1 + %s %% 2] WHERE id = %s"
MOVE: Final = "UPDATE cameras_camera SET location = ST_Translate(location, 0.001 * (1 + %s), 0) WHERE id = %s"


def run(note: Note) -> list[Row]:
    """Rows of the one measure."""
    with own_database():
        make_country(CAMERAS)
        note(f"cameras: {CAMERAS} in all regions; PostgreSQL with {durability()}")
        session = session_of(watch_officer())
        with serving(*PORTAL) as server:
            portal = Portal(server.port, session)
            ways = {"candidate": portal.figures, "floor": of_postgresql, "naive": of_drf_gis}
            return rows("cameras", interleaved(ways, note), TARGETS)


@dataclass(frozen=True)
class Portal:
    """The running portal, as a screen asks it."""

    port: int
    session: str

    def figures(self) -> Figures:
        """All four figures."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        body = self.ask(connection)
        kept = [self.first_byte(connection) for _ in range(ASKS)]
        status = [self.after(connection, STATUS, number) for number in range(CHANGES)]
        moved = [self.after(connection, MOVE, number) for number in range(CHANGES)]
        connection.close()
        return {
            "bytes_gzip": len(body),
            "ms_kept": statistics.median(kept),
            "ms_one_status_changed": statistics.median(status),
            "ms_one_moved": statistics.median(moved),
        }

    def after(self, connection: http.client.HTTPConnection, statement: str, number: int) -> float:
        """How long the answer takes that holds a change."""
        from django.db import connection as database

        from apps.cameras.models import Camera

        camera = Camera.objects.order_by("pk")[number * 100].pk
        with database.cursor() as cursor:
            cursor.execute(statement, [number, camera])
        return took(lambda: self.ask(connection))

    def first_byte(self, connection: http.client.HTTPConnection) -> float:
        """How long the server takes until it answers; how long the body travels is the line's matter."""
        begun = time.perf_counter()
        answer = self.begin(connection)
        spent = (time.perf_counter() - begun) * 1000
        answer.read()
        return spent

    def ask(self, connection: http.client.HTTPConnection) -> bytes:
        """The body as it comes."""
        answer = self.begin(connection)
        body = answer.read()
        if answer.status != 200 or answer.headers["Content-Encoding"] != "gzip":
            raise RuntimeError(f"{PATH} answers {answer.status}")
        return body

    def begin(self, connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
        """The answer's head."""
        headers = {"Cookie": f"sessionid={self.session}", "Accept-Encoding": "gzip"}
        connection.request("GET", PATH, headers=headers)
        return connection.getresponse()


def of_postgresql() -> Figures:
    """The same columns over all cameras by one statement."""
    from django.db import connection

    from apps.cameras.columns import CAMERAS as SOURCE

    statement = SOURCE.whole.replace("region_id = %(region)s AND ", "")

    def fetch() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()

    spent = statistics.median(took(fetch) for _ in range(3))
    return figures(gzip.compress(",".join(str(value) for value in fetch()).encode(), 6), spent)


def of_drf_gis() -> Figures:
    """The same cameras as GeoJSON, as its documentation shows it."""
    from rest_framework.renderers import JSONRenderer
    from rest_framework_gis.serializers import GeoFeatureModelSerializer

    from apps.cameras.models import Camera

    class CameraFeature(GeoFeatureModelSerializer):
        class Meta:
            model = Camera
            geo_field = "location"
            fields = ("id", "status", "kind")

    def render() -> bytes:
        found: bytes = JSONRenderer().render(
            CameraFeature(Camera.objects.filter(retired_at=None), many=True).data
        )
        return found

    body: list[bytes] = []
    spent = took(lambda: body.append(render()))
    return figures(gzip.compress(body[0], 6), spent)


def figures(packed: bytes, spent_ms: float) -> Figures:
    """Of a way that keeps nothing."""
    times = dict.fromkeys(("ms_kept", "ms_one_status_changed", "ms_one_moved"), spent_ms)
    return {"bytes_gzip": len(packed), **times}


def took(act: Callable[[], Any]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
