"""Positions as the live screen gets them: one frame a second for each region, the newest of each unit that moved."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import connection

from apps.core.clock import iso
from apps.core.encoding import encode
from apps.live.publish import publish_frame
from apps.live.topics import POSITIONS

# Who begins to send frames tells of what came in so shortly before.
FIRST: Final = timedelta(seconds=5)

# Rows that a transaction wrote which was not over when the last frames were taken: none is missed, and the clocks of
# web processes do not matter. `age` counts transactions back, as xids begin anew. All is whole or rounded as it is sent:
# for thousands of units a second, that costs the database less than it costs Python.
MOVED: Final = """
    SELECT u.region_id, u.id, (extract(epoch FROM p.at) * 1000000)::bigint,
           round(ST_X(p.location)::numeric, 5)::float8, round(ST_Y(p.location)::numeric, 5)::float8,
           mod(round(p.heading)::int, 360), u.status,
           greatest(0, round(extract(epoch FROM %(at)s - p.at)))::int,
           (SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text)
    FROM inspectors_latestposition p JOIN inspectors_unit u ON u.id = p.unit_id
    WHERE CASE WHEN %(since)s::text IS NULL THEN p.received_at >= %(first)s
               ELSE age(p.xmin) <= age(%(since)s::text::xid) END
      AND u.retired_at IS NULL AND (u.status <> 'off_duty' OR u.has_sos)
    ORDER BY u.region_id, u.id
"""


@dataclass(slots=True)
class Frames:
    """What has been sent lately; one for each ticker."""

    since: str | None = None
    sent: dict[int, int] = field(default_factory=dict)

    def publish(self, at: datetime) -> None:
        """Send one frame to each region whose units have newer positions than the last time."""
        for region, frame in self.take(at).items():
            publish_frame(region, frame)

    def take(self, at: datetime) -> dict[str, bytes]:
        """The frames that are due, by region. A lost frame does not matter: the next position heals it."""
        with connection.cursor() as cursor:
            cursor.execute(MOVED, {"since": self.since, "first": at - FIRST, "at": at})
            rows = cursor.fetchall()
        fresh = [row for row in rows if self.sent.get(row[1]) != row[2]]
        if rows:
            self.since = rows[0][-1]
            self.sent = {row[1]: row[2] for row in rows}
        return {region: _frame(region, list(units), at) for region, units in groupby(fresh, itemgetter(0))}


def _frame(region: str, rows: list[tuple[Any, ...]], at: datetime) -> bytes:
    """The frame of `/ws/live/`: columns of units, degrees, degrees from north, status, and how old each position is.

    An age is in whole seconds before the frame's `at`, by the device's time; a device whose clock runs ahead has 0.
    """
    _, ids, _, lon, lat, heading, status, age_s, _ = zip(*rows, strict=True)
    return encode(
        {
            "type": POSITIONS,
            "region": region,
            "at": iso(at),
            "ids": ids,
            "lon": lon,
            "lat": lat,
            "heading": heading,
            "status": status,
            "age_s": age_s,
        }
    )
