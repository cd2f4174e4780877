"""Readings into the database: each sensor's newest moves on, then every row is stored, by few statements a batch."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Final

from django.db import connection, transaction
from django.db.utils import IntegrityError
from psycopg import errors

from apps.core.packing import (
    big_ints,
    copy_rows_of,
    flags,
    floats,
    micros_of,
    packed_cursor,
    time_of,
    times,
)
from apps.sensors.given import Rows
from apps.sensors.workflow import Sample

# Readings older than this when they come in may be too late for their minute: its hour is condensed again.
LATE_AFTER: Final = timedelta(seconds=60)
HOUR: Final = 3600 * 1_000_000

# Only a newer reading moves a sensor on. `lowest` and `highest` of the batch are those of plausible values. Every
# sensor has its row (a trigger makes it); an insert that conflicts finds it by the key, whatever the planner thinks of
# the table, and locks in the order of the ids, so that two writers never wait for each other.
MOVE: Final = """
    WITH given AS MATERIALIZED (
        SELECT * FROM unnest(%(ids)s, %(ats)s, %(values)s, %(outside)s, %(lowest)s, %(highest)s)
            AS g (id, at, value, is_outside, lowest, highest)
    ), moved AS (
        INSERT INTO sensors_sensorstate AS s (
            sensor_id, at, value, is_outside, received_at, quiet_low, quiet_high, is_quiet, silent_s, status
        )
        SELECT id, at, value, is_outside, %(now)s, '-Infinity', 'Infinity', false, 'Infinity', 'unknown'
        FROM given ORDER BY id
        ON CONFLICT (sensor_id) DO UPDATE SET
            judged_at = s.at,
            received_at = excluded.received_at,
            at = CASE WHEN s.at >= excluded.at THEN s.at ELSE excluded.at END,
            value = CASE WHEN s.at >= excluded.at THEN s.value ELSE excluded.value END,
            is_outside = CASE WHEN s.at >= excluded.at THEN s.is_outside ELSE excluded.is_outside END
        RETURNING s.sensor_id, s.is_quiet, s.quiet_low, s.quiet_high, s.judged_at, s.silent_s
    )
    SELECT m.sensor_id FROM moved m JOIN given g ON g.id = m.sensor_id
    WHERE NOT m.is_quiet OR g.lowest < m.quiet_low OR g.highest > m.quiet_high
       OR extract(epoch FROM g.at - m.judged_at) >= m.silent_s
    ORDER BY m.sensor_id
"""
COPY: Final = "COPY sensors_reading (sensor_id, at, value, is_outside) FROM STDIN (FORMAT BINARY)"
INSERT: Final = """
    INSERT INTO sensors_reading (sensor_id, at, value, is_outside)
    SELECT * FROM unnest(%(ids)s, %(ats)s, %(values)s, %(outside)s) AS g (id, at, value, is_outside)
    ORDER BY id, at
    ON CONFLICT (sensor_id, at) DO NOTHING
"""
DIFFERING: Final = """
    SELECT g.n - 1
    FROM unnest(%(ids)s, %(ats)s, %(values)s) WITH ORDINALITY AS g (id, at, value, n)
    JOIN sensors_reading r ON r.sensor_id = g.id AND r.at = g.at
    WHERE r.value <> g.value ORDER BY n
"""
# The lock of a mark that is there already is what keeps whoever condenses from missing this transaction's rows.
MARK: Final = """
    INSERT INTO sensors_latehour (sensor_id, at, marked_at)
    SELECT id, at, %(now)s FROM unnest(%(ids)s, %(ats)s) AS g (id, at) ORDER BY id, at
    ON CONFLICT (sensor_id, at) DO UPDATE SET marked_at = excluded.marked_at
"""


def merged(batches: Sequence[Rows]) -> Rows:
    """The rows of all batches, in their order."""
    if len(batches) == 1:
        return batches[0]
    every = Rows()
    for rows in batches:
        every.ids += rows.ids
        every.micros += rows.micros
        every.values += rows.values
        every.outside += rows.outside
    return every


def move_states(rows: Rows, *, at: datetime) -> list[int]:
    """Move each sensor's newest reading on; answers the sensors that must be judged. Locks their states."""
    newest = _newest(rows)
    order = sorted(newest)
    columns = list(zip(*(newest[sensor] for sensor in order), strict=True))
    parameters = {
        "now": at,
        "ids": big_ints(order),
        "ats": times(columns[0]),
        "values": floats(columns[1]),
        "outside": flags(columns[2]),
        "lowest": floats(columns[3]),
        "highest": floats(columns[4]),
    }
    with connection.wrap_database_errors, packed_cursor() as cursor:
        cursor.execute(MOVE, parameters)
        return [sensor for (sensor,) in cursor]


Newest = tuple[int, float, bool, float, float]


def _newest(rows: Rows) -> dict[int, Newest]:
    """For each sensor the newest reading of the batch, and the range of the plausible ones."""
    found: dict[int, Newest] = {}
    for sensor, micros, value, outside in zip(rows.ids, rows.micros, rows.values, rows.outside, strict=True):
        low, high = (inf, -inf) if outside else (value, value)
        if (before := found.get(sensor)) is None:
            found[sensor] = (micros, value, outside, low, high)
            continue
        head = (micros, value, outside) if micros > before[0] else before[:3]
        found[sensor] = (*head, min(low, before[3]), max(high, before[4]))
    return found


def insert(batches: Sequence[Rows]) -> list[list[int]]:
    """Store the rows of several batches; answers for each batch which of its rows stand with another value.

    All at once, as long as nothing comes twice; else each batch with a look at what is there.
    """
    try:
        with transaction.atomic():
            _copy(merged(batches))
    except IntegrityError as error:
        if not isinstance(error.__cause__, errors.UniqueViolation):
            raise
        return [_insert_where_new(rows) for rows in batches]
    return [[] for _ in batches]


def _copy(rows: Rows) -> None:
    body = copy_rows_of("qqd?", (rows.ids, rows.micros, rows.values, rows.outside))
    with connection.wrap_database_errors, packed_cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write(body)


def _insert_where_new(rows: Rows) -> list[int]:
    parameters = {
        "ids": big_ints(rows.ids),
        "ats": times(rows.micros),
        "values": floats(rows.values),
        "outside": flags(rows.outside),
    }
    with connection.wrap_database_errors, packed_cursor() as cursor:
        cursor.execute(INSERT, parameters)
        if cursor.rowcount == len(rows):
            return []
        cursor.execute(DIFFERING, parameters)
        return [n for (n,) in cursor]


def mark_late(rows: Rows, *, at: datetime) -> None:
    """Have the hours of readings that came late condensed again."""
    before = micros_of(at - LATE_AFTER)
    if min(rows.micros) >= before:
        return
    pairs = zip(rows.ids, rows.micros, strict=True)
    hours = sorted({(sensor, micros - micros % HOUR) for sensor, micros in pairs if micros < before})
    ids, starts = zip(*hours, strict=True)
    with connection.wrap_database_errors, packed_cursor() as cursor:
        cursor.execute(MARK, {"now": at, "ids": big_ints(ids), "ats": times(starts)})


def readings_of(rows: Rows, sensors: Iterable[int]) -> dict[int, list[tuple[Sample, bool]]]:
    """The readings of these sensors in order of time, each with whether it cannot be true."""
    found: dict[int, list[tuple[Sample, bool]]] = {sensor: [] for sensor in sensors}
    for sensor, micros, value, outside in zip(rows.ids, rows.micros, rows.values, rows.outside, strict=True):
        if sensor in found:
            found[sensor].append(((time_of(micros), value), outside))
    for readings in found.values():
        readings.sort()
    return found
