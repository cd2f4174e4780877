"""The figures of intervals from what was rolled up: whole months, single days, and facts where neither is of use.

One statement reads all three, so that they tell of one moment. Whatever the grouping, percentiles are those of every
length: what a roll-up holds of a group alone it knows, the rest is laid together from counts per length.
"""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django.db import connection, transaction

from apps.incidents.workflow import Interval
from apps.regions.models import Region
from apps.reports import figures as from_facts
from apps.reports.counted import ALL, US_PER_S, Part, Percentiles, parts_of, read_back
from apps.reports.figures import Choice, Figures, Group
from apps.reports.intervals import NEVER_COUNTED, ONE_PER_INCIDENT, State
from apps.reports.lengths import Lengths, merged
from apps.reports.limits import Limits, limits_now
from apps.reports.rolling import ROLLUP, STALE, apart_values, count_facts

GROUPINGS: Final = frozenset({"region", "priority", "day", "week", "month"})
# So many days of regions are counted from facts for one answer: a month of the nation. Beyond it PostgreSQL does all.
MOST_STALE: Final = 500
REGION: Final = Region._meta.db_table

_READ: Final = f"""
    WITH months AS MATERIALIZED (
      SELECT id, starts, region_id FROM {ROLLUP} m
      WHERE unit = 'month' AND %(by_months)s AND counted_apart = %(apart)s AND region_id = ANY(%(regions)s)
        AND starts >= %(first)s AND starts + interval '1 month' <= %(last)s + interval '1 day'
        AND NOT EXISTS (
          SELECT FROM {STALE} s
          WHERE s.region_id = m.region_id AND s.day >= m.starts AND s.day < m.starts + interval '1 month'
        )
    ), days AS MATERIALIZED (
      SELECT id, starts, region_id FROM {ROLLUP} d
      WHERE unit = 'day' AND counted_apart = %(apart)s AND region_id = ANY(%(regions)s)
        AND starts BETWEEN %(first)s AND %(last)s
        AND NOT EXISTS (SELECT FROM {STALE} s WHERE s.region_id = d.region_id AND s.day = d.starts)
        AND (d.region_id, date_trunc('month', d.starts)::date) NOT IN (SELECT region_id, starts FROM months)
    ), rest AS MATERIALIZED (
      SELECT g.at::date AS day, r.region_id
      FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 day') AS g(at)
      CROSS JOIN unnest(%(regions)s::text[]) AS r(region_id)
      WHERE (r.region_id, date_trunc('month', g.at)::date) NOT IN (SELECT region_id, starts FROM months)
        AND (r.region_id, g.at::date) NOT IN (SELECT region_id, starts FROM days)
    )
    SELECT u.unit, u.starts, u.region_id, u.counts, CASE WHEN u.unit = ANY(%(with_lengths)s) THEN u.lengths END,
      NULL::smallint, NULL, NULL, NULL, NULL::bigint, NULL::bytea
    FROM {ROLLUP} u WHERE id IN (SELECT id FROM months UNION ALL SELECT id FROM days)
    UNION ALL
    SELECT 'fact', rest.day, x.region_id, NULL, NULL, x.priority, x.interval, x.kind, x.state, x.n, x.lengths
    FROM rest CROSS JOIN LATERAL (
      {{count}} WHERE f.day = rest.day AND f.region_id = rest.region_id
      GROUP BY 1, 2, 3, 4, 5
    ) x
    ORDER BY 1, 2, 3
"""
_COUNT_STALE: Final = f"""
    SELECT count(*) FROM (
      SELECT DISTINCT day, region_id FROM {STALE}
      WHERE day BETWEEN %(first)s AND %(last)s AND region_id = ANY(%(regions)s) LIMIT %(most)s + 1
    ) x
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A month or a day of a region."""

    unit: str
    starts: date
    region: str
    parts: list[Part]
    # Of the parts together; None where they were not made beforehand.
    percentiles: Percentiles | None
    has_lengths: bool

    def word(self, grouping: str) -> str:
        """What it is called by a grouping other than the priority, which its parts have."""
        if grouping == "region":
            return self.region
        if grouping == "week":
            year, week, _ = self.starts.isocalendar()
            return f"{year:04}-W{week:02}"
        return self.starts.isoformat() if grouping == "day" else f"{self.starts:%Y-%m}"


@dataclass(slots=True)
class _Sum:
    """One interval of one group, while it is added up."""

    states: Counter[str] = field(default_factory=Counter)
    sum_us: int = 0
    judged: int = 0
    within: int = 0
    limits: set[int] = field(default_factory=set)
    shares: set[float] = field(default_factory=set)
    parts: list[tuple[Counted, Part]] = field(default_factory=list)

    def add(self, counted: Counted, part: Part, limits: Limits) -> None:
        self.states.update(part.states)
        self.sum_us += part.sum_us
        if part.n:
            self.parts.append((counted, part))
        priority, interval, kind = part.key
        limit = limits.of(kind, priority, interval)
        if limit is not None:
            self.limits.add(limit.seconds)
            self.shares.add(limit.share)
            self.judged += part.n
            self.within += _within(part, limit.seconds)


class _LengthsNeeded(Exception):
    """A target has changed since this was rolled up: the lengths tell what lies within it."""


def _within(part: Part, limit_s: int) -> int:
    if part.limit_s == limit_s or not part.n:
        return part.within
    if part.lengths is None:
        raise _LengthsNeeded
    return part.lengths.within(limit_s * US_PER_S)


Key = tuple[Any, ...]
Sums = dict[Key, dict[str, _Sum]]


def is_rolled(choice: Choice, group_by: Sequence[str]) -> bool:
    """Do roll-ups know this cut? Types, districts and hours are counted from facts."""
    return not choice.types and not choice.districts and GROUPINGS.issuperset(group_by)


def _regions(choice: Choice) -> list[str]:
    return list(Region.objects.in_scope(choice.scope).order_by("code").values_list("code", flat=True))


def _values(choice: Choice, limits: Limits) -> dict[str, Any]:
    return apart_values(limits) | {
        "first": choice.period.first,
        "last": choice.period.last,
        "regions": _regions(choice),
        "apart": limits.fingerprint,
        "most": MOST_STALE,
    }


def _alone(choice: Choice, group_by: Sequence[str]) -> set[str]:
    """The units that are the only one of their group, whose percentiles are known without the lengths."""
    several = len(choice.priorities) > 1 and "priority" not in group_by
    if "region" not in group_by or several:
        return set()
    if "day" in group_by:
        # Days know those of all priorities alone.
        return set() if choice.priorities or "priority" in group_by else {"day"}
    return {"month"} if "month" in group_by and "week" not in group_by else set()


def _read(choice: Choice, group_by: Sequence[str], limits: Limits, *, all_lengths: bool) -> Iterator[Counted]:
    alone = set() if all_lengths else _alone(choice, group_by)
    values = _values(choice, limits) | {
        "by_months": not {"day", "week"} & set(group_by),
        "with_lengths": sorted({"day", "month"} - alone),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(count=count_facts(limits)), values)
        for (unit, starts, region), rows in groupby(cursor.fetchall(), key=lambda row: row[:3]):
            if unit == "fact":
                yield Counted(unit, starts, region, parts_of((row[5:] for row in rows), limits), None, True)
                continue
            [(*_, counts, lengths, _, _, _, _, _, _)] = rows
            body = None if lengths is None else bytes(lengths)
            yield Counted(unit, starts, region, *read_back(bytes(counts), body), body is not None)


def _sums(choice: Choice, group_by: Sequence[str], limits: Limits, found: Iterable[Counted]) -> Sums:
    intervals = {interval.value for interval in choice.intervals or tuple(Interval)}
    sums: Sums = defaultdict(lambda: defaultdict(_Sum))
    for counted in found:
        words = {name: counted.word(name) for name in group_by if name != "priority"}
        for part in counted.parts:
            priority, interval, _ = part.key
            if interval in intervals and (not choice.priorities or priority in choice.priorities):
                key = tuple(words.get(name, priority) for name in group_by)
                sums[key][interval].add(counted, part, limits)
    return sums


def _ready(found: _Sum, *, one_priority: bool, all_priorities: bool) -> list[float] | None:
    """The percentiles that a roll-up brings along, if it is the only one of its group."""
    counted, part = found.parts[0]
    if counted.percentiles is None or any(other is not counted for other, _ in found.parts):
        return None
    priority, interval, _ = part.key
    if not one_priority and not all_priorities:
        return None
    return counted.percentiles.get(str(priority) if one_priority else ALL, {}).get(interval)


def _percentiles(found: _Sum, choice: Choice, group_by: Sequence[str]) -> list[float] | None:
    if not found.parts:
        return None
    one = "priority" in group_by or len(choice.priorities) == 1
    ready = _ready(found, one_priority=one, all_priorities=not choice.priorities)
    if ready is not None:
        return ready
    lengths: list[Lengths] = [part.lengths for _, part in found.parts if part.lengths is not None]
    return merged(lengths).percentiles()


def _figures(found: _Sum, percentiles: list[float] | None, missed_open: int) -> Figures:
    n = found.states[State.COUNTED]
    row: dict[str, Any] = {f"s_{state}": found.states[state] for state in State}
    return from_facts.figures_of(
        row
        | {
            "percentiles": percentiles,
            "mean": found.sum_us / n if n else None,
            "judged": found.judged,
            "within": found.within,
            "missed_open": missed_open,
            "limit_least": min(found.limits, default=None),
            "limit_most": max(found.limits, default=None),
            "share_least": min(found.shares, default=None),
            "share_most": max(found.shares, default=None),
        }
    )


def _incidents(sums: dict[str, _Sum]) -> int:
    one = sums.get(ONE_PER_INCIDENT)
    return sum(count for state, count in one.states.items() if state not in NEVER_COUNTED) if one else 0


def _in_order(keys: Iterable[Key]) -> list[Key]:
    """As PostgreSQL sorts: what is not known comes last."""
    return sorted(keys, key=lambda key: tuple((word is None, "" if word is None else word) for word in key))


def _group(
    key: Key,
    sums: dict[str, _Sum],
    missed: dict[tuple[Key, str], int],
    choice: Choice,
    group_by: Sequence[str],
) -> Group:
    figures: dict[Interval, Figures] = {}
    for interval in choice.intervals or tuple(Interval):
        found = sums.get(interval)
        figures[interval] = from_facts.NO_FIGURES
        if found is not None:
            percentiles = _percentiles(found, choice, group_by)
            figures[interval] = _figures(found, percentiles, missed.get((key, interval), 0))
    return Group(dict(zip(group_by, key, strict=True)), _incidents(sums), figures)


def _added_up(choice: Choice, group_by: Sequence[str]) -> Sums:
    limits = limits_now()
    try:
        return _sums(choice, group_by, limits, _read(choice, group_by, limits, all_lengths=False))
    except _LengthsNeeded:
        return _sums(choice, group_by, limits, _read(choice, group_by, limits, all_lengths=True))


def _is_mostly_stale(choice: Choice) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_STALE, _values(choice, limits_now()))
        return bool(cursor.fetchone()[0] > MOST_STALE)


def figures(choice: Choice, *, group_by: Sequence[str] = (), as_of: datetime) -> list[Group]:
    """The same as `figures.figures`, to the microsecond, and sooner: from roll-ups where they know the cut."""
    if not is_rolled(choice, group_by) or _is_mostly_stale(choice):
        return from_facts.figures(choice, group_by=group_by, as_of=as_of)
    with transaction.atomic():
        # Compiled, statements of some milliseconds take more than a second.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
        sums = _added_up(choice, group_by)
        missed = from_facts.missed_open(choice, group_by=group_by, as_of=as_of)
    if not group_by:
        # There is one group also when nothing happened.
        sums.setdefault((), defaultdict(_Sum))
    return [_group(key, sums[key], missed, choice, group_by) for key in _in_order(sums)]
