"""How facts of the field are kept: what was touched is condensed again, what goes on too, days are rebuilt from the ground.

Triggers mark a unit's day in the transaction that changes a shift or an assignment. Whoever condenses takes marks and
reads the rows in one transaction, so that what is committed later has a mark of its own; it may be stopped and
repeated at any time.
"""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Min, Q

from apps.core.clock import TASHKENT
from apps.inspectors.models import Unit
from apps.reports.activity.condensing import ACTIVITY, ASSIGNMENT, CAME, SHIFT, ZONE, UnitDay, condense
from apps.reports.activity.models import Activity, ActivityTouch
from apps.reports.periods import Period, local_day

# One condenser at a time; the lock ends with its transaction.
LOCK: Final = 0x5C_AC71
BATCH: Final = 5000
# The job of every minute has not come for so long.
LATE: Final = timedelta(seconds=90)
TOUCH: Final = ActivityTouch._meta.db_table
UNIT: Final = Unit._meta.db_table

_TAKE: Final = f"""
    WITH taken AS (
      DELETE FROM {TOUCH} WHERE id IN (
        SELECT id FROM {TOUCH} WHERE %(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s) ORDER BY id LIMIT %(batch)s
      ) RETURNING unit_id, day
    ) SELECT (SELECT count(*) FROM taken), unit_id, day FROM taken GROUP BY unit_id, day
"""
# Each day of a shift that runs, but those that were over when they were condensed.
_RUNNING: Final = f"""
    SELECT DISTINCT s.unit_id, d.day::date FROM {SHIFT} s
      CROSS JOIN LATERAL generate_series((s.began_at AT TIME ZONE '{ZONE}')::date, %(today)s, '1 day') AS d(day)
    WHERE s.began_at IS NOT NULL AND s.ended_at IS NULL AND (%(units)s::bigint[] IS NULL OR s.unit_id = ANY(%(units)s))
      AND NOT EXISTS (
        SELECT FROM {ACTIVITY} a WHERE a.unit_id = s.unit_id AND a.day = d.day::date AND a.inspector_id = s.inspector_id
          AND a.computed_at >= (d.day::date + 1)::timestamp AT TIME ZONE '{ZONE}'
      )
"""
_OF_DAY: Final = f"""
    SELECT unit_id FROM (
      SELECT unit_id FROM {SHIFT} WHERE began_at < %(until)s AND (ended_at > %(since)s OR ended_at IS NULL)
      UNION SELECT unit_id FROM {ASSIGNMENT} WHERE {CAME} < %(until)s
        AND (ended_at > %(since)s OR ended_at IS NULL OR {CAME} >= %(since)s)
      UNION SELECT unit_id FROM {ACTIVITY} WHERE day = %(day)s
    ) AS found JOIN {UNIT} u ON u.id = found.unit_id
    WHERE %(regions)s::text[] IS NULL OR u.region_id = ANY(%(regions)s)
"""


def _lock(*, wait: bool) -> bool:
    with connection.cursor() as cursor:
        # Compiled, statements of some milliseconds take more than a second.
        cursor.execute("SET LOCAL jit = off")
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _rows(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@transaction.atomic
def _batch(*, at: datetime, wait: bool, units: list[int] | None) -> int | None:
    """Condense what was touched first; answers how many marks were taken, None if somebody else is at it."""
    if not _lock(wait=wait):
        return None
    taken = _rows(_TAKE, {"units": units, "batch": BATCH})
    if taken:
        condense([(unit, day) for _n, unit, day in taken], at=at)
    return int(taken[0][0]) if taken else 0


@transaction.atomic
def _follow(*, at: datetime, wait: bool, units: list[int] | None) -> None:
    """Condense what goes on by itself: duty that has not ended, and days that were over in the middle of it."""
    if _lock(wait=wait):
        running: list[UnitDay] = _rows(_RUNNING, {"today": local_day(at, TASHKENT), "units": units})
        for start in range(0, len(running), BATCH):
            condense(running[start : start + BATCH], at=at)


def refresh(*, at: datetime, wait: bool = True, units: list[int] | None = None) -> None:
    """Condense what was touched, of these units or of all, then what goes on."""
    while (taken := _batch(at=at, wait=wait, units=units)) is not None and taken == BATCH:
        pass
    _follow(at=at, wait=wait, units=units)


def refresh_for_reading(*, at: datetime, units: list[int] | None = None) -> datetime:
    """What a reader waits for, never behind another condenser; answers the moment that the facts now tell of.

    A day's duty that goes on is the work of every minute's job, and is left to it unless it is late. Of single units
    all is condensed at once.
    """
    if units is None and _told_of(at, None) > at - LATE:
        _batch(at=at, wait=False, units=None)
    else:
        refresh(at=at, wait=False, units=units)
    return _told_of(at, units)


def _told_of(at: datetime, units: list[int] | None) -> datetime:
    """The moment of the oldest thing that is not up to date."""
    of_units = Q() if units is None else Q(unit_id__in=units)
    touched = ActivityTouch.objects.filter(of_units).aggregate(at=Min("at"))["at"]
    running = Activity.objects.filter(of_units, is_running=True).aggregate(at=Min("computed_at"))["at"]
    return min(moment for moment in (at, touched, running) if moment is not None)


@transaction.atomic
def rebuild_day(day: date, *, at: datetime, regions: Sequence[str] | None = None) -> int:
    """Condense every unit of a local day, or those of these regions, from the ground; answers how many facts."""
    _lock(wait=True)
    since = datetime.combine(day, datetime.min.time(), TASHKENT)
    values = {"day": day, "since": since, "until": since + timedelta(days=1)}
    units = _rows(_OF_DAY, values | {"regions": None if regions is None else list(regions)})
    return condense([(unit, day) for (unit,) in units], at=at)


def rebuild(period: Period, *, at: datetime) -> int:
    """Rebuild each of these days, a transaction a day."""
    return sum(rebuild_day(day, at=at) for day in period)
