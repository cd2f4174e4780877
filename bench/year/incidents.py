"""Five million incidents of a year in a plain table, their facts and roll-ups: made in SQL, months side by side."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Final

from bench.harness import Note

INCIDENTS: Final = 5_000_000
YEAR: Final = 2025
MONTHS: Final = [date(YEAR, month, 1) for month in range(1, 13)]
WORKERS: Final = 2
# From and to of each interval, in columns of the plain table; nobody rang in a year of imports.
INTERVALS: Final = {
    "answering": ("reported_at", "acknowledged_at"),
    "processing": ("acknowledged_at", "dispatched_at"),
    "hold": ("reported_at", "dispatched_at"),
    "acceptance": ("dispatched_at", "accepted_at"),
    "turnout": ("dispatched_at", "en_route_at"),
    "travel": ("en_route_at", "on_scene_at"),
    "arrival": ("dispatched_at", "on_scene_at"),
    "total_response": ("reported_at", "on_scene_at"),
    "resolution": ("reported_at", "resolved_at"),
}
# Nothing but what the figures need: the smallest table that can be asked for them.
TABLE: Final = """
    CREATE UNLOGGED TABLE raw (
      id uuid, region_id text, type_id text, priority smallint, state text, reported_at timestamptz,
      acknowledged_at timestamptz, dispatched_at timestamptz, accepted_at timestamptz, en_route_at timestamptz,
      on_scene_at timestamptz, resolved_at timestamptz
    ) WITH (autovacuum_enabled = off)
"""
# Lengths in whole seconds with long tails; some stamps are missing, some lie before those that they follow.
FILL: Final = """
    INSERT INTO raw
    SELECT id, region_id, type_id, priority, state, at, acknowledged_at, dispatched_at,
      dispatched_at + make_interval(secs => 3 + floor(-20 * ln(1 - random()))),
      CASE WHEN luck > 0.04 THEN en_route_at END, CASE WHEN luck < 0.95 THEN on_scene_at END,
      CASE WHEN luck < 0.97 THEN on_scene_at + make_interval(secs => 60 + floor(-1500 * ln(1 - random()))) END
    FROM (
      SELECT *, en_route_at + make_interval(
        secs => CASE WHEN luck BETWEEN 0.5 AND 0.505 THEN -9 ELSE 30 + floor(-380 * ln(1 - random())) END
      ) AS on_scene_at
      FROM (
        SELECT *, dispatched_at + make_interval(secs => 10 + floor(-60 * ln(1 - random()))) AS en_route_at
        FROM (
          SELECT *, acknowledged_at + make_interval(secs => 5 + floor(-50 * ln(1 - random()))) AS dispatched_at
          FROM (
            SELECT gen_random_uuid() AS id, (%(regions)s::text[])[1 + floor(random() * 14)::int] AS region_id,
              (%(types)s::text[])[1 + floor(random() * cardinality(%(types)s::text[]))::int] AS type_id,
              1 + floor(5 * sqrt(random()))::smallint AS priority, random() AS luck,
              CASE WHEN random() < 0.01 THEN 'exercise' WHEN random() < 0.01 THEN 'merged' ELSE '' END AS state,
              at, at + make_interval(secs => 1 + floor(-9 * ln(1 - random()))) AS acknowledged_at
            FROM (
              SELECT date_trunc('second', %(first)s::timestamp AT TIME ZONE 'Asia/Tashkent'
                + n * (interval '365 days' / %(incidents)s::float8)) AS at
              FROM generate_series(0, %(incidents)s - 1) AS n
            ) a
          ) b
        ) c
      ) d
    ) e
"""
_PAIRS: Final = ", ".join(f"('{name}', r.{start}, r.{stop})" for name, (start, stop) in INTERVALS.items())
FACTS: Final = f"""
    INSERT INTO reports_fact (
      incident_id, subject_id, interval, state, region_id, district_id, type_id, priority, day, hour, start_at, stop_at,
      given_up_at, length_us
    )
    SELECT r.id, r.id, p.interval,
      CASE
        WHEN r.state <> '' THEN r.state
        WHEN p.start_at IS NULL OR p.stop_at IS NULL
          THEN CASE WHEN r.reported_at > %(month)s + interval '29 days 12 hours' THEN 'open' ELSE 'missing' END
        WHEN p.stop_at < p.start_at THEN 'disordered'
        ELSE 'counted'
      END,
      r.region_id, NULL, r.type_id, r.priority, (r.reported_at AT TIME ZONE 'Asia/Tashkent')::date,
      EXTRACT(HOUR FROM r.reported_at AT TIME ZONE 'Asia/Tashkent'), p.start_at, p.stop_at, NULL,
      EXTRACT(EPOCH FROM p.stop_at - p.start_at) * 1000000
    FROM raw r CROSS JOIN LATERAL (VALUES {_PAIRS}) AS p(interval, start_at, stop_at)
    WHERE r.reported_at >= %(month)s::timestamp AT TIME ZONE 'Asia/Tashkent'
      AND r.reported_at < (%(month)s + interval '1 month')::timestamp AT TIME ZONE 'Asia/Tashkent'
"""
# Neither is read by a report; the other two are.
NO_INDEXES: Final = """
    ALTER TABLE reports_fact SET UNLOGGED;
    ALTER TABLE reports_fact SET (autovacuum_enabled = off);
    ALTER TABLE reports_fact DISABLE TRIGGER USER;
    ALTER TABLE reports_fact DROP CONSTRAINT fact_is_one_per_subject_and_interval;
    DROP INDEX fact_by_incident;
"""


def make_year(note: Note, *, incidents: int = INCIDENTS) -> None:
    """The tables are filled, rolled up and analysed."""
    from django.db import connection

    from apps.incidents.models import IncidentType
    from apps.regions.models import NATIONAL, Region

    regions = list(Region.objects.exclude(code=NATIONAL).order_by("code").values_list("code", flat=True))
    types = list(IncidentType.objects.order_by("code").values_list("code", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute(FILL, {"regions": regions, "types": types, "first": MONTHS[0], "incidents": incidents})
        cursor.execute("CREATE INDEX raw_by_time ON raw (reported_at)")
        cursor.execute("VACUUM ANALYZE raw")
        note(f"  {incidents:,} incidents in {len(regions)} regions")
        cursor.execute(NO_INDEXES)
    with ThreadPoolExecutor(WORKERS) as workers:
        for month in workers.map(_make_month, MONTHS):
            note(f"  {month:%Y-%m} condensed and rolled up")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_fact ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE reports_rollup")
        cursor.execute("ANALYZE reports_fact")


def _make_month(month: date) -> date:
    from django.db import connection

    from apps.core.clock import now
    from apps.reports.periods import Period
    from apps.reports.rolling import roll_day, roll_month

    period = Period(month, Period(month, month).months_up_to(1).last)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET work_mem = '64MB'")
            cursor.execute(FACTS, {"month": month})
        for day in period:
            roll_day(day, at=now(), wait=True, whole=True)
        roll_month(month, at=now(), wait=True)
    finally:
        connection.close()
    return month


def plain_figures(first: date, last: date) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """From the plain table: n, median, 90th and 95th percentile in seconds by region, month and interval."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")
        cursor.execute(PLAIN, {"first": first, "last": last})
        found = cursor.fetchall()
        cursor.execute("RESET work_mem")
    return {
        (region, month, name): (row[2 * number], *(row[2 * number + 1] or ()))
        for region, month, *row in found
        for number, name in enumerate(INTERVALS)
    }


def _plain_interval(start: str, stop: str) -> str:
    length = f"EXTRACT(EPOCH FROM {stop} - {start})::float8"
    is_counted = f"FILTER (WHERE {stop} >= {start})"
    percentiles = f"percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY {length}) {is_counted}"
    return f"count(*) {is_counted}, {percentiles}"


PLAIN: Final = f"""
    SELECT region_id, to_char(reported_at AT TIME ZONE 'Asia/Tashkent', 'YYYY-MM') AS month,
      {", ".join(_plain_interval(start, stop) for start, stop in INTERVALS.values())}
    FROM raw
    WHERE state = '' AND reported_at >= %(first)s::timestamp AT TIME ZONE 'Asia/Tashkent'
      AND reported_at < (%(last)s + interval '1 day')::timestamp AT TIME ZONE 'Asia/Tashkent'
    GROUP BY 1, 2
"""
