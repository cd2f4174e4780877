"""What a sensor said over a period, in never more points than a chart has pixels: lowest, highest and mean of each.

The resolution follows from the period; each part is read from where it is condensed most: days, hours and minutes
that are over, and readings for the rest.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Q

from apps.core.clock import iso
from apps.sensors.models import Reading, Sensor, SensorMaintenance, Threshold
from apps.sensors.partitions import kept_since, minutes_kept_since
from apps.sensors.rollups import progress
from apps.sensors.workflow import STALE_AFTER

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86400
# Each is a whole number of times the one before it is drawn from.
STEPS: Final = (
    *(1, 2, 5, 10, 15, 30),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 20, 30)),
    *(n * HOUR for n in (1, 2, 3, 4, 6, 8, 12)),
    *(n * DAY for n in (1, 2, 4, 7, 14, 28, 56, 91, 182, 364)),
)
MARKS: Final = 200
AGGREGATE: Final = """
    SELECT date_bin(make_interval(secs => %(step)s), at, %(origin)s) AS bucket,
           sum(readings), sum(outside), min(lowest), max(highest), sum(total ORDER BY at)
    FROM ({parts}) AS parts GROUP BY 1 ORDER BY 1
"""
OF_ROLLUPS: Final = """
    SELECT at, readings, outside, lowest, highest, total FROM {table}
    WHERE sensor_id = %(sensor)s AND at >= %({name}_from)s AND at < %({name}_to)s
"""
OF_READINGS: Final = """
    SELECT at, (NOT is_outside)::int AS readings, is_outside::int AS outside,
           CASE WHEN NOT is_outside THEN value END AS lowest, CASE WHEN NOT is_outside THEN value END AS highest,
           CASE WHEN NOT is_outside THEN value END AS total
    FROM sensors_reading WHERE sensor_id = %(sensor)s AND at >= %(readings_from)s AND at < %(readings_to)s
"""
TABLES: Final = ((DAY, "sensors_dayrollup"), (HOUR, "sensors_hourrollup"), (MINUTE, "sensors_minuterollup"))


@dataclass(frozen=True, slots=True)
class Point:
    """What was said from `at` until the next point; `mean` is None where there is a gap."""

    at: datetime
    low: float | None
    high: float | None
    mean: float | None
    readings: int
    outside: int


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when, in how many points at most, seen from which zone.

    `finest_s` is the width of what is kept that long: 0 where every reading is.
    """

    start: datetime
    end: datetime
    points: int
    zone: ZoneInfo
    finest_s: int = 0

    @property
    def step_s(self) -> int:
        """The narrowest step with which the points suffice."""
        seconds = (self.end - self.start).total_seconds()
        steps = (step for step in STEPS if step >= self.finest_s and seconds / step + 2 <= self.points)
        return next(steps, STEPS[-1])

    @property
    def origin(self) -> datetime:
        """The local midnight before the period: steps begin there, so that a day is a day."""
        local = self.start.astimezone(self.zone)
        return local.replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def first(self) -> datetime:
        """Where the step that holds the start begins."""
        passed = int((self.start - self.origin).total_seconds())
        return self.origin + timedelta(seconds=passed - passed % self.step_s)


def finest_of(start: datetime, *, at: datetime) -> int:
    """The width in seconds of the finest that is kept since `start`; 0 for readings."""
    hours_since = at - timedelta(days=settings.SAFECITY_READING_HOURS_KEPT_D)
    kept = ((0, kept_since(at)), (MINUTE, minutes_kept_since(at)), (HOUR, hours_since))
    return next((width for width, since in kept if start >= since), DAY)


def series_of(sensor: Sensor, period: Period) -> dict[str, Any]:
    """The columns of a chart: `at` in milliseconds, `low`, `high`, `mean`, counts; null where nothing was said."""
    raw = _raw(sensor, period)
    step_s = 0 if raw is not None else period.step_s
    gap_s = max(step_s, STALE_AFTER * sensor.interval_s)
    points = with_gaps(raw if raw is not None else _condensed(sensor, period), gap_s)
    return {
        "sensor": sensor.pk,
        "unit": sensor.kind.unit,
        "symbol": sensor.kind.symbol,
        "decimals": sensor.kind.decimals,
        "from": iso(period.start),
        "to": iso(period.end),
        "step_s": step_s,
        "gap_s": gap_s,
        "at": [round(point.at.timestamp() * 1000) for point in points],
        "low": [point.low for point in points],
        "high": [point.high for point in points],
        "mean": [point.mean for point in points],
        "readings": [point.readings for point in points],
        "outside": [point.outside for point in points],
        "marks": _marks(sensor, period),
        "worked_on": [
            [round(moment.timestamp() * 1000) for moment in window]
            for window in SensorMaintenance.objects.within(sensor, period.start, period.end)
        ],
        "thresholds": _thresholds(sensor),
    }


def with_gaps(points: list[Point], gap_s: float) -> list[Point]:
    """The points, and an empty one wherever more than `gap_s` lies between two."""
    found: list[Point] = points[:1]
    for before, after in pairwise(points):
        if (after.at - before.at).total_seconds() > gap_s:
            middle = before.at + (after.at - before.at) / 2
            found.append(Point(middle, None, None, None, 0, 0))
        found.append(after)
    return found


def _raw(sensor: Sensor, period: Period) -> list[Point] | None:
    """Every reading, where with their gaps they are few enough and all still kept; else None."""
    if period.finest_s:
        return None
    rows = Reading.objects.filter(sensor=sensor, at__gte=period.start, at__lt=period.end).order_by("at")
    found = list(rows.values_list("at", "value", "is_outside")[: period.points // 2 + 1])
    if len(found) > period.points // 2:
        return None
    return [
        Point(at, None, None, None, 0, 1) if outside else Point(at, value, value, value, 1, 0)
        for at, value, outside in found
    ]


def _condensed(sensor: Sensor, period: Period) -> list[Point]:
    parameters: dict[str, Any] = {"step": period.step_s, "origin": period.origin, "sensor": sensor.pk}
    parts, since = [], period.first
    for width, table in TABLES:
        upto = min(_over(width, period.zone), period.end) if width <= period.step_s else since
        if upto > since:
            name = table.removeprefix("sensors_")
            parts.append(OF_ROLLUPS.format(table=table, name=name))
            parameters |= {f"{name}_from": since, f"{name}_to": upto}
            since = upto
    parts.append(OF_READINGS)
    parameters |= {"readings_from": since, "readings_to": period.end}
    with connection.cursor() as cursor:
        cursor.execute(AGGREGATE.format(parts=" UNION ALL ".join(parts)), parameters)
        return [_point(*row) for row in cursor]


def _over(width: int, zone: ZoneInfo) -> datetime:
    """Up to when everything of this width is condensed."""
    upto = progress()
    if upto is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    local = upto.astimezone(zone)
    if width >= HOUR:
        local = local.replace(minute=0, second=0, microsecond=0)
    return local.replace(hour=0) if width >= DAY else local


def _point(at: datetime, readings: int, outside: int, low: Any, high: Any, total: Any) -> Point:
    mean = None if not readings or total is None else total / float(readings)
    return Point(at, low, high, mean, int(readings), int(outside))


def _marks(sensor: Sensor, period: Period) -> list[list[float]]:
    """The newest readings of the period that cannot be true."""
    rows = Reading.objects.filter(sensor=sensor, is_outside=True, at__gte=period.start, at__lt=period.end)
    newest = rows.order_by("-at").values_list("at", "value")[:MARKS]
    return [[round(at.timestamp() * 1000), value] for at, value in newest]


def thresholds_of(sensor: Sensor) -> list[Threshold]:
    """Those that hold for the sensor: its own, and its kind's where it has no own ones of a measure."""
    rows = Threshold.objects.in_use().filter(
        Q(sensor=sensor) | Q(kind=sensor.kind_id) & (Q(region=None) | Q(region=sensor.region_id))
    )
    found = list(rows.order_by("measure", "limit"))
    own = {one.measure for one in found if one.sensor_id and not one.owner}
    return [one for one in found if one.sensor_id or one.owner or one.measure not in own]


def _thresholds(sensor: Sensor) -> list[dict[str, Any]]:
    return [
        {"limit": one.limit, "compare": one.compare, "level": one.level, "deadband": one.deadband}
        for one in thresholds_of(sensor)
        if one.measure == "value"
    ]
