"""Many units at once, as a film: for each step of time where each unit was, and what it did."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection

from apps.inspectors.models import UnitStatusEntry
from apps.inspectors.tracks.spans import Span

STEPS_S: Final = (5, 10, 15, 30, 60, 120, 300, 600)
POINTS_AT_MOST: Final = 250_000

# One look into the index for each unit and step, so that the cost is that of what is shown, not of what is stored.
WALK: Final = """
    SELECT s.unit_id, t.n, ST_X(p.location), ST_Y(p.location)
    FROM unnest(%(device)s::bigint[], %(unit)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
         AS s (device_id, unit_id, since, until)
    CROSS JOIN LATERAL generate_series(
        ceil(extract(epoch FROM s.since - %(start)s) / %(step)s)::int,
        ceil(extract(epoch FROM s.until - %(start)s) / %(step)s)::int
    ) AS t (n)
    CROSS JOIN LATERAL (
        SELECT at, location FROM inspectors_position
        WHERE device_id = s.device_id AND at >= s.since AND at < s.until
          AND at > %(start)s + (t.n - 1) * %(step)s * interval '1 second'
          AND at <= %(start)s + t.n * %(step)s * interval '1 second'
        ORDER BY at DESC LIMIT 1
    ) AS p
    ORDER BY s.unit_id, t.n, p.at
"""


@dataclass(slots=True)
class Walk:
    """Of one unit: steps (counted from the start) at which it was heard, degrees there, and its statuses."""

    n: list[int] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    statuses: list[tuple[datetime, str]] = field(default_factory=list)


def step_for(units: int, seconds: float, points_at_most: int = POINTS_AT_MOST) -> int:
    """The shortest step, in seconds, that keeps what is shown within bounds; the longest where none does."""
    return next((step for step in STEPS_S if units * seconds / step <= points_at_most), STEPS_S[-1])


def walks_of(spans: Sequence[Span], *, start: datetime, end: datetime, step_s: int) -> dict[int, Walk]:
    """The walk of each unit, by its key. At step n it is told where the unit was last heard in the step before."""
    walks: dict[int, Walk] = defaultdict(Walk)
    for unit_id, n, lon, lat in _looked_up(spans, start, step_s):
        walk = walks[unit_id]
        if walk.n and walk.n[-1] == n:
            walk.lon[-1], walk.lat[-1] = lon, lat
        else:
            walk.n.append(n)
            walk.lon.append(lon)
            walk.lat.append(lat)
    for unit_id, at, status in _statuses({span.unit_id for span in spans}, start, end):
        walks[unit_id].statuses.append((at, status))
    return walks


def _looked_up(spans: Sequence[Span], start: datetime, step_s: int) -> list[tuple[int, int, float, float]]:
    given: dict[str, Any] = {
        "device": [span.device_id for span in spans],
        "unit": [span.unit_id for span in spans],
        "since": [span.since for span in spans],
        "until": [span.until for span in spans],
        "start": start,
        "step": step_s,
    }
    with connection.cursor() as cursor:
        cursor.execute(WALK, given)
        return list(cursor.fetchall())


def _statuses(unit_ids: set[int], start: datetime, end: datetime) -> list[tuple[int, datetime, str]]:
    """The changes in the time, and for each unit the last one before it."""
    entries = UnitStatusEntry.objects.filter(unit__in=unit_ids)
    within = entries.filter(at__gt=start, at__lte=end)
    before = entries.filter(at__lte=start).order_by("unit_id", "-at", "-id").distinct("unit_id")
    columns = ("unit_id", "at", "status")
    first = list(before.values_list(*columns))
    return first + list(within.order_by("unit_id", "at", "id").values_list(*columns))
