"""How readings are condensed by minute, hour and local day; done again for hours that got readings late."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from apps.core.clock import TASHKENT

# Readings that come later than a minute are marked (`storing.LATE_AFTER`); the second minute is for their transaction.
SETTLED_AFTER: Final = timedelta(seconds=120)
CHUNK: Final = timedelta(hours=1)
LATE_AT_ONCE: Final = 2000

KEEP: Final = """
    ON CONFLICT (sensor_id, at) DO UPDATE SET
        readings = excluded.readings, outside = excluded.outside, lowest = excluded.lowest,
        highest = excluded.highest, total = excluded.total, last = excluded.last
"""
INTO: Final = "INSERT INTO {} (sensor_id, at, readings, outside, lowest, highest, total, last)"
OF_READINGS: Final = """
    SELECT r.sensor_id, date_trunc('minute', r.at), count(*) FILTER (WHERE NOT is_outside),
           count(*) FILTER (WHERE is_outside), min(value) FILTER (WHERE NOT is_outside),
           max(value) FILTER (WHERE NOT is_outside), sum(value ORDER BY r.at) FILTER (WHERE NOT is_outside),
           (array_agg(value ORDER BY r.at DESC) FILTER (WHERE NOT is_outside))[1]
"""
OF_ROLLUPS: Final = """
    sum(r.readings), sum(r.outside), min(r.lowest), max(r.highest), sum(r.total ORDER BY r.at),
    (array_agg(r.last ORDER BY r.at DESC) FILTER (WHERE r.last IS NOT NULL))[1]
"""
MINUTES: Final = f"""
    {INTO.format("sensors_minuterollup")} {OF_READINGS}
    FROM sensors_reading r WHERE r.at >= %(start)s AND r.at < %(end)s GROUP BY 1, 2 {KEEP}
"""
HOURS: Final = f"""
    {INTO.format("sensors_hourrollup")}
    SELECT r.sensor_id, date_trunc('hour', r.at), {OF_ROLLUPS}
    FROM sensors_minuterollup r WHERE r.at >= %(start)s AND r.at < %(end)s GROUP BY 1, 2 {KEEP}
"""  # noqa: S608
# A day has all its hours, of which some may have been condensed earlier.
DAYS: Final = f"""
    {INTO.format("sensors_dayrollup")}
    SELECT r.sensor_id, date_trunc('day', r.at, z.time_zone), {OF_ROLLUPS}
    FROM sensors_hourrollup r
    JOIN sensors_sensor s ON s.id = r.sensor_id JOIN regions_region z ON z.code = s.region_id
    WHERE r.at >= date_trunc('day', %(start)s::timestamptz, z.time_zone)
      AND r.at < date_trunc('day', %(end)s::timestamptz, z.time_zone)
    GROUP BY 1, 2 {KEEP}
"""  # noqa: S608
TAKE_LATE: Final = """
    DELETE FROM sensors_latehour WHERE (sensor_id, at) IN (
        SELECT sensor_id, at FROM sensors_latehour WHERE at < %(upto)s
        ORDER BY sensor_id, at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ) RETURNING sensor_id, at
"""
GIVEN: Final = "unnest(%(ids)s::bigint[], %(hours)s::timestamptz[]) AS h (sensor_id, at)"
LATE_MINUTES: Final = f"""
    {INTO.format("sensors_minuterollup")} {OF_READINGS}
    FROM {GIVEN} JOIN sensors_reading r ON r.sensor_id = h.sensor_id
        AND r.at >= h.at AND r.at < least(h.at + interval '1 hour', %(upto)s)
    GROUP BY 1, 2 {KEEP}
"""
LATE_HOURS: Final = f"""
    {INTO.format("sensors_hourrollup")}
    SELECT r.sensor_id, h.at, {OF_ROLLUPS}
    FROM {GIVEN} JOIN sensors_minuterollup r ON r.sensor_id = h.sensor_id
        AND r.at >= h.at AND r.at < h.at + interval '1 hour'
    WHERE h.at + interval '1 hour' <= %(upto)s
    GROUP BY 1, 2 {KEEP}
"""  # noqa: S608
LATE_DAYS: Final = f"""
    {INTO.format("sensors_dayrollup")}
    SELECT r.sensor_id, d.at, {OF_ROLLUPS}
    FROM (
        SELECT DISTINCT h.sensor_id, date_trunc('day', h.at, z.time_zone) AS at, z.time_zone
        FROM {GIVEN}
        JOIN sensors_sensor s ON s.id = h.sensor_id JOIN regions_region z ON z.code = s.region_id
    ) d
    JOIN sensors_hourrollup r ON r.sensor_id = d.sensor_id AND r.at >= d.at AND r.at < d.at + interval '1 day'
    WHERE d.at + interval '1 day' <= date_trunc('hour', %(upto)s::timestamptz)
    GROUP BY 1, 2 {KEEP}
"""  # noqa: S608
# Read once in the life of a portal: readings may have come in for long before its first ticker ran.
FIRST: Final = "SELECT min(at) FROM sensors_reading"
PROGRESS: Final = "SELECT upto FROM sensors_rollupprogress WHERE step = 'minute' FOR UPDATE"
ADVANCE: Final = """
    INSERT INTO sensors_rollupprogress (step, upto) VALUES ('minute', %(upto)s)
    ON CONFLICT (step) DO UPDATE SET upto = excluded.upto
"""


def condense(*, at: datetime) -> None:
    """Condense every minute that is over, the hours and days with them, and what came late. Again changes nothing."""
    upto = (at - SETTLED_AFTER).replace(second=0, microsecond=0)
    while _condense_late(upto) == LATE_AT_ONCE:
        pass
    while _condense_next(upto):
        pass
    _forget_hours(at)


def progress() -> datetime | None:
    """Up to when every minute is condensed; None before the first time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT upto FROM sensors_rollupprogress WHERE step = 'minute'")
        row = cursor.fetchone()
    return None if row is None else row[0]


@transaction.atomic
def _condense_next(upto: datetime) -> bool:
    """The next hour at most; is there more?"""
    with connection.cursor() as cursor:
        start = _start(cursor, upto)
        end = min(_hour(start) + CHUNK, upto)
        if start >= end:
            return False
        cursor.execute(MINUTES, {"start": start, "end": end})
        if end == _hour(end):
            cursor.execute(HOURS, {"start": _hour(start), "end": end})
            cursor.execute(DAYS, {"start": _hour(start) - timedelta(hours=1), "end": end})
        cursor.execute(ADVANCE, {"upto": end})
    return end < upto


def _start(cursor: CursorWrapper, upto: datetime) -> datetime:
    """Where the work goes on; the first time, at the oldest reading."""
    cursor.execute(PROGRESS)
    if row := cursor.fetchone():
        since: datetime = row[0]
        return since
    cursor.execute(FIRST)
    oldest = cursor.fetchone()[0]
    return _hour(upto if oldest is None else min(oldest, upto))


@transaction.atomic
def _condense_late(upto: datetime) -> int:
    """Some of the hours that got readings late; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_LATE, {"upto": upto, "limit": LATE_AT_ONCE})
        pairs = cursor.fetchall()
        if pairs:
            ids, hours = ([pair[n] for pair in pairs] for n in (0, 1))
            for statement in (LATE_MINUTES, LATE_HOURS, LATE_DAYS):
                cursor.execute(statement, {"ids": ids, "hours": hours, "upto": upto})
    return len(pairs)


def _hour(at: datetime) -> datetime:
    # Every zone of the country is whole hours from UTC.
    return at.astimezone(TASHKENT).replace(minute=0, second=0, microsecond=0)


def _forget_hours(at: datetime) -> None:
    with connection.cursor() as cursor:
        oldest = at - timedelta(days=settings.SAFECITY_READING_HOURS_KEPT_D)
        cursor.execute("DELETE FROM sensors_hourrollup WHERE at < %s", [oldest])
