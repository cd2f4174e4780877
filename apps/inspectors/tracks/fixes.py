"""Positions as arrays: one value of PostgreSQL for each span, since a message a row would cost more than the row."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from django.db import connection
from psycopg import sql

from apps.core.packing import COPY_HEAD, COPY_TAIL
from apps.inspectors.tracks.shape import Fixes
from apps.inspectors.tracks.spans import Span

# Microseconds as PostgreSQL sends them, then a point as PostGIS stores it: EWKB, in the order of the server's bytes.
ROW: Final = np.dtype(
    [("at", ">i8"), ("order", "u1"), ("kind", "<u4"), ("srid", "<u4"), ("lon", "<f8"), ("lat", "<f8")]
)
# PostgreSQL counts microseconds from 2000.
FROM_1970: Final = 946_684_800_000_000
# In the binary COPY format (PostgreSQL 15, "COPY") the value stands behind a count of columns and its own length.
VALUE_AT: Final = len(COPY_HEAD) + 2 + 4
READ: Final = """
    COPY (
        SELECT coalesce(string_agg(timestamptz_send(at) || ST_AsEWKB(location, 'NDR'), ''::bytea), ''::bytea)
        FROM inspectors_position WHERE device_id = {} AND at >= {} AND at < {}
    ) TO STDOUT (FORMAT binary)
"""


def fixes_of(spans: Sequence[Span]) -> Fixes:
    """The positions of these spans, in the order of time. Devices that were told of at once are laid into one."""
    parts = [_read(span) for span in spans]
    rows = np.concatenate(parts) if parts else np.empty(0, dtype=ROW)
    at = rows["at"].astype(np.int64) + FROM_1970
    order = np.argsort(at, kind="stable")
    return Fixes(at[order], rows["lon"].astype(np.float64)[order], rows["lat"].astype(np.float64)[order])


def _read(span: Span) -> Any:
    text = sql.SQL(READ).format(sql.Literal(span.device_id), sql.Literal(span.since), sql.Literal(span.until))
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(text) as copy:
        body = b"".join(copy)
    return np.frombuffer(body[VALUE_AT : -len(COPY_TAIL)], dtype=ROW)
