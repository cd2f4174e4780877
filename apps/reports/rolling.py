"""How days are rolled up from their facts and months from their days: one transaction each, repeatable, one at a time.

A writer of facts leaves its days in `StaleDay` in its own transaction. Whoever rolls a day up takes the lock of its month,
then the marks that are there, then reads the facts: what is committed later has a mark of its own. Until the marks are
gone, readers take the day from its facts, and the month from its days.
"""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django.db import connection, transaction

from apps.core.clock import TASHKENT
from apps.reports.counted import Part, kept, parts_of, read_back, together
from apps.reports.intervals import State
from apps.reports.limits import Limits, limits_now
from apps.reports.models import Fact, Rollup, RollupUnit, StaleDay
from apps.reports.periods import local_day

# With the number of a month: who rolls up a day of it, or the month. It ends with its transaction.
LOCK: Final = 0x5C_0011
FACT: Final = Fact._meta.db_table
ROLLUP: Final = Rollup._meta.db_table
STALE: Final = StaleDay._meta.db_table

_COUNT: Final = f"""
    SELECT f.region_id, f.priority, f.interval, {{kind}} AS kind, f.state, count(*) AS n,
      string_agg(int8send(f.length_us), ''::bytea) FILTER (WHERE f.state = '{State.COUNTED}') AS lengths
    FROM {FACT} f {{apart}}
"""
_APART: Final = """
    LEFT JOIN unnest(%(types)s::text[], %(intervals)s::text[]) AS apart(type_id, interval)
      ON apart.type_id = f.type_id AND apart.interval = f.interval
"""
_OF_DAY: Final = """
    {count} WHERE f.day = %(day)s AND (%(regions)s::text[] IS NULL OR f.region_id = ANY(%(regions)s))
    GROUP BY 1, 2, 3, 4, 5
"""
_TAKE: Final = f"DELETE FROM {STALE} WHERE day = %s RETURNING region_id"
_DAYS_TO_ROLL: Final = f"""
    SELECT day FROM {STALE} UNION SELECT starts FROM {ROLLUP} WHERE unit = 'day' AND counted_apart <> %s ORDER BY 1 DESC
"""
_MONTHS_TO_ROLL: Final = f"""
    SELECT DISTINCT date_trunc('month', d.starts)::date AS month FROM {ROLLUP} d
    WHERE d.unit = 'day' AND d.starts < %s AND NOT EXISTS (
      SELECT FROM {ROLLUP} m WHERE m.unit = 'month' AND m.region_id = d.region_id
        AND m.starts = date_trunc('month', d.starts)::date AND m.counted_apart = %s
    ) ORDER BY 1 DESC
"""
# Nothing of the month waits, and no day of it has facts that were never rolled up.
_REGIONS_OF_MONTH: Final = f"""
    SELECT DISTINCT d.region_id FROM {ROLLUP} d
    WHERE d.unit = 'day' AND d.starts >= %(month)s AND d.starts < %(month)s + interval '1 month'
      AND NOT EXISTS (
        SELECT FROM {ROLLUP} m WHERE m.unit = 'month' AND m.region_id = d.region_id AND m.starts = %(month)s
          AND m.counted_apart = %(apart)s
      )
      AND NOT EXISTS (
        SELECT FROM {STALE} s WHERE s.region_id = d.region_id
          AND s.day >= %(month)s AND s.day < %(month)s + interval '1 month'
      )
      AND NOT EXISTS (
        SELECT FROM generate_series(%(month)s, %(month)s + interval '1 month' - interval '1 day', '1 day') AS g(at)
        WHERE EXISTS (SELECT FROM {FACT} f WHERE f.day = g.at::date AND f.region_id = d.region_id)
          AND NOT EXISTS (
            SELECT FROM {ROLLUP} o WHERE o.unit = 'day' AND o.region_id = d.region_id AND o.starts = g.at::date
              AND o.counted_apart = %(apart)s
          )
      )
"""
_DAYS_OF_MONTH: Final = f"""
    SELECT region_id, counts, lengths FROM {ROLLUP}
    WHERE unit = 'day' AND starts >= %(month)s AND starts < %(month)s + interval '1 month' AND region_id = ANY(%(regions)s)
    ORDER BY region_id
"""


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def _lock(day: date, *, wait: bool) -> bool:
    key = [LOCK, day.year * 12 + day.month]
    with connection.cursor() as cursor:
        # Compiled, statements of some milliseconds take more than a second; without memory they sort on disk.
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", key)
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", key)
        return bool(cursor.fetchone()[0])


def _rows(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def count_facts(limits: Limits) -> str:
    """The beginning of a statement that counts facts; its groups are the first five columns."""
    if limits.apart:
        return _COUNT.format(kind="COALESCE(apart.type_id, '')", apart=_APART)
    return _COUNT.format(kind="''", apart="")


def apart_values(limits: Limits) -> dict[str, Any]:
    """What the statement of `count_facts` takes."""
    return {
        "types": [kind for kind, _ in limits.apart],
        "intervals": [interval for _, interval in limits.apart],
    }


def _keep(
    unit: RollupUnit, starts: date, parts: Iterable[tuple[str, Sequence[Part]]], limits: Limits, at: datetime
) -> int:
    rollups = []
    for region, found in parts:
        counts, lengths = kept(found, by_priority=unit == RollupUnit.MONTH)
        rollups.append(
            Rollup(
                unit=unit,
                starts=starts,
                region_id=region,
                counted_apart=limits.fingerprint,
                counts=counts,
                lengths=lengths,
                computed_at=at,
            )
        )
    Rollup.objects.bulk_create(rollups)
    return len(rollups)


def _regions_to_roll(day: date, limits: Limits) -> set[str]:
    """Those with a mark, which is taken, and those that were counted with other types apart."""
    marked = {region for (region,) in _rows(_TAKE, [day])}
    there = Rollup.objects.of_days().filter(starts=day).exclude(counted_apart=limits.fingerprint)
    return marked | set(there.values_list("region_id", flat=True))


@transaction.atomic
def roll_day(day: date, *, at: datetime, wait: bool = False, whole: bool = False) -> int | None:
    """Roll up the regions of this day that need it, or with `whole` all; answers how many, None if somebody is at it."""
    if not _lock(day, wait=wait):
        return None
    limits = limits_now()
    regions = _regions_to_roll(day, limits)
    rollups = Rollup.objects.all() if whole else Rollup.objects.filter(region_id__in=regions)
    rollups.of_days().filter(starts=day).delete()
    rollups.of_months().filter(starts=month_of(day)).delete()
    values = {"day": day, "regions": None if whole else sorted(regions)}
    rows = _rows(_OF_DAY.format(count=count_facts(limits)), apart_values(limits) | values)
    rows.sort(key=lambda row: row[0])
    by_region = groupby(rows, key=lambda row: str(row[0]))
    parts = ((region, parts_of((row[1:] for row in found), limits)) for region, found in by_region)
    return _keep(RollupUnit.DAY, day, parts, limits, at)


@transaction.atomic
def roll_month(month: date, *, at: datetime, wait: bool = False) -> int | None:
    """Lay the days of this month together for each region whose days are all rolled up; None if somebody is at it."""
    if not _lock(month, wait=wait):
        return None
    limits = limits_now()
    values = {"month": month, "apart": limits.fingerprint}
    regions = [region for (region,) in _rows(_REGIONS_OF_MONTH, values)]
    Rollup.objects.of_months().filter(starts=month, region_id__in=regions).delete()
    days = _rows(_DAYS_OF_MONTH, values | {"regions": regions})
    by_region = groupby(days, key=lambda row: str(row[0]))
    parts = ((region, _month(found, limits)) for region, found in by_region)
    return _keep(RollupUnit.MONTH, month, parts, limits, at)


def _month(days: Iterable[tuple[Any, ...]], limits: Limits) -> list[Part]:
    return together(
        (part for _, counts, lengths in days for part in read_back(bytes(counts), bytes(lengths))[0]), limits
    )


def days_to_roll() -> list[date]:
    """The latest first: they are read most."""
    return [day for (day,) in _rows(_DAYS_TO_ROLL, [limits_now().fingerprint])]


def months_to_roll(*, at: datetime) -> list[date]:
    """Those that are over and have days, but are not laid together; the latest first."""
    this_month = month_of(local_day(at, TASHKENT))
    return [month for (month,) in _rows(_MONTHS_TO_ROLL, [this_month, limits_now().fingerprint])]


def roll(*, at: datetime, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Roll up what waits, days and then months, each in a transaction of its own; answers how many rows were written.

    What another is at is left to it. Broken off, it goes on from there the next time.
    """
    written = 0
    for day in days_to_roll():
        if is_stopped():
            return written
        written += roll_day(day, at=at) or 0
    for month in months_to_roll(at=at):
        if is_stopped():
            return written
        written += roll_month(month, at=at) or 0
    return written
