"""Response times over a year of five million incidents: exact, from roll-ups, beside `percentile_cont` on the rows."""

import http.client
import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from bench.crowd import watch_officer
from bench.database import durability, own_database, session_of
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import PORTAL, serving
from bench.year.incidents import INCIDENTS, INTERVALS, YEAR, make_year, plain_figures

ASKS: Final = 5
A_YEAR: Final = (date(YEAR, 1, 1), date(YEAR, 12, 31))
A_MONTH: Final = (date(YEAR, 5, 1), date(YEAR, 5, 31))
A_DAY: Final = date(YEAR, 5, 14)
# A figure must be that of the rows to the microsecond that the API tells.
TOLERANCE_S: Final = 2e-6
TARGETS: Final = {
    "ms_year": Target(to_naive=1 / 30),
    "ms_month": Target(to_naive=1 / 10),
    "ms_recompute_day": Target(to_naive=3),
    "mb": Target(to_naive=0.2),
}
WAYS: Final = {
    "candidate": "GET reports/response-times/ of the running portal by region and month, all nine intervals, of a year and "
    "of a month; one day rolled up from its facts, and a month from its days, committed; the roll-ups with their indexes "
    f"({INCIDENTS:,} incidents)",
    "floor": "PostgreSQL alone: the rolled-up rows that answer the question, read by psycopg, nothing made of them; for the "
    "day the count of its facts, for the month the rows of its days; the table of the naive way",
    "naive": "percentile_cont on a table of the incidents' stamps and nothing else, in one statement, with 256 MB of "
    "work_mem; for the day and the month by its index; that table without its index",
}


def run(note: Note) -> list[Row]:
    """Rows of the four measures."""
    with own_database():
        note(f"reports: {INCIDENTS:,} incidents; PostgreSQL with {durability()}")
        began = time.perf_counter()
        make_year(note)
        note(f"  made in {time.perf_counter() - began:.0f} s")
        session = session_of(watch_officer())
        with serving(*PORTAL) as server:
            reader = Reader(server.port, session)
            check(reader, note)
            ways = {"candidate": reader.figures, "floor": floor, "naive": naive}
            return rows("reports", interleaved(ways, note), TARGETS)


class Reader:
    """A chief of the nation."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session

    def figures(self) -> Figures:
        """What a chief waits for, and what the job of every minute does."""
        return {
            "ms_year": timed(lambda: self.ask(*A_YEAR), ASKS),
            "ms_month": timed(lambda: self.ask(*A_MONTH), ASKS),
            "ms_recompute_day": timed(recompute_day, ASKS),
            "ms_recompute_month": timed(recompute_month, 1),
            "mb": size_mb("pg_total_relation_size('reports_rollup')"),
        }

    def ask(self, first: date, last: date) -> Any:
        """The groups."""
        query = urlencode({"from": first, "to": last, "group_by": "region,month"})
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(
            "GET", f"/api/v1/reports/response-times/?{query}", headers={"Cookie": f"sessionid={self.session}"}
        )
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"reports answer {answer.status}: {body[:300]!r}")
        return json.loads(body)["groups"]


def check(reader: Reader, note: Note) -> None:
    """Every figure of the year is that of the plain table, or nothing is measured."""
    plain = plain_figures(*A_YEAR)
    groups = reader.ask(*A_YEAR)
    compared = 0
    for group in groups:
        for name in INTERVALS:
            told = group["intervals"][name]
            n, *percentiles = plain[(group["key"]["region"], group["key"]["month"], name)]
            found = [told["median_s"], told["p90_s"], told["p95_s"]]
            if told["n"] != n or any(
                abs(a - b) > TOLERANCE_S for a, b in zip(found, percentiles, strict=True)
            ):
                raise RuntimeError(f"{group['key']} {name}: {told} is not {n}, {percentiles}")
            compared += 4
    if compared != 4 * len(plain):
        raise RuntimeError(f"{compared} figures, where {4 * len(plain)} are")
    note(f"  {compared:,} figures of the year are those of the plain table")


def recompute_day() -> None:
    """From its facts, whatever has changed."""
    from apps.core.clock import now
    from apps.reports.rolling import roll_day

    roll_day(A_DAY, at=now(), wait=True, whole=True)


def recompute_month() -> None:
    """From its days: a day that is rolled up anew takes its month away."""
    from apps.core.clock import now
    from apps.reports.rolling import roll_month

    if not roll_month(A_MONTH[0], at=now(), wait=True):
        raise RuntimeError("the month was not rolled up")


def floor() -> Figures:
    """The rows as they are."""
    year = ("SELECT counts FROM reports_rollup WHERE unit = 'month' AND starts BETWEEN %s AND %s", A_YEAR)
    month = (year[0], A_MONTH)
    day = ("SELECT count(length_us) FROM reports_fact WHERE day = %s", (A_DAY,))
    days = (
        "SELECT counts, lengths FROM reports_rollup WHERE unit = 'day' AND starts BETWEEN %s AND %s",
        A_MONTH,
    )
    return {
        "ms_year": timed(lambda: _fetch(*year), ASKS),
        "ms_month": timed(lambda: _fetch(*month), ASKS),
        "ms_recompute_day": timed(lambda: _fetch(*day), ASKS),
        "ms_recompute_month": timed(lambda: _fetch(*days), ASKS),
        "mb": size_mb("pg_relation_size('raw')"),
    }


def naive() -> Figures:
    """All rows, sorted."""
    month = timed(lambda: plain_figures(*A_MONTH), 3)
    return {
        "ms_year": timed(lambda: plain_figures(*A_YEAR), 1),
        "ms_month": month,
        "ms_recompute_month": month,
        "ms_recompute_day": timed(lambda: plain_figures(A_DAY, A_DAY), ASKS),
        "mb": size_mb("pg_relation_size('raw')"),
    }


def _fetch(sql: str, values: Any) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def size_mb(size: str) -> float:
    """Of a table."""
    [[found]] = _fetch(f"SELECT {size}", ())
    return float(found) / 1e6


def timed(act: Callable[[], Any], times: int) -> float:
    """The median in ms."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)
