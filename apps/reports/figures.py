"""The figures of intervals over any grouping from the facts themselves: percentiles are never averaged.

Reports ask `rolled`, which gives the same sooner where it can.
"""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection

from apps.incidents.models import Target
from apps.incidents.workflow import Interval
from apps.regions.scope import Scope
from apps.reports.intervals import DUE, HAS_BOTH, NEVER_COUNTED, ONE_PER_INCIDENT, PRIORITY_OF_NONE, State
from apps.reports.models import Fact
from apps.reports.periods import Period

US_PER_S: Final = 1_000_000
# Why a pair is not in the percentiles, in the order in which reports list it.
REASONS: Final = tuple(state for state in State if state != State.COUNTED)

GROUPINGS: Final[dict[str, str]] = {
    "region": "f.region_id",
    "district": "f.district_id",
    "type": "f.type_id",
    "priority": "f.priority",
    "day": "to_char(f.day, 'YYYY-MM-DD')",
    "week": "to_char(f.day, 'IYYY-\"W\"IW')",
    "month": "to_char(f.day, 'YYYY-MM')",
    "hour": "f.hour",
    "weekday": "EXTRACT(ISODOW FROM f.day)::int",
}
# What the API offers; the others serve the heat table.
API_GROUPINGS: Final = ("region", "district", "type", "priority", "day", "week", "month")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which facts: a period, a scope, and what narrows it. An empty filter lets all pass."""

    period: Period
    scope: Scope
    priorities: tuple[int, ...] = ()
    types: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one interval; shares from 0 to 1, None where there is nothing to tell of.

    `within_target` is the share of the `judged` (counted, and with a target). `missed_open`, apart from it, are those
    without a stop stamp that are past their limit, or were when their call or assignment ended.
    `completeness` is the share of the due pairs (counted, disordered, missing, open) that has both stamps.
    """

    n: int = 0
    completeness: float | None = None
    median_s: float | None = None
    mean_s: float | None = None
    p90_s: float | None = None
    p95_s: float | None = None
    within_target: float | None = None
    missed_open: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    judged: int = 0
    target_s: int | None = None
    target_share: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of the API."""
        return {
            "n": self.n,
            "completeness": self.completeness,
            "median_s": self.median_s,
            "mean_s": self.mean_s,
            "p90_s": self.p90_s,
            "p95_s": self.p95_s,
            "within_target": self.within_target,
            "missed_open": self.missed_open,
            "excluded": dict(self.excluded),
            "judged": self.judged,
            "target_s": self.target_s,
            "target_share": self.target_share,
        }


NO_FIGURES: Final = Figures()


@dataclass(frozen=True, slots=True)
class Group:
    """The incidents of one key and the figures of each interval."""

    key: Mapping[str, Any]
    incidents: int
    intervals: Mapping[Interval, Figures]

    def as_json(self) -> dict[str, Any]:
        """The shape of the API: every interval, also one that nothing was measured of."""
        return {
            "key": dict(self.key),
            "incidents": self.incidents,
            "intervals": {interval.value: figures.as_json() for interval, figures in self.intervals.items()},
        }


def _counts() -> str:
    return ", ".join(f"count(*) FILTER (WHERE state = '{state}') AS s_{state}" for state in State)


_COUNTED: Final = f"FILTER (WHERE state = '{State.COUNTED}')"
_IN_VOLUME: Final = ", ".join(f"'{state}'" for state in NEVER_COUNTED)
_TARGET: Final = Target._meta.db_table

# What may miss its target without a stop stamp; the partial index of facts says the same.
_WAITS: Final = f"(state = '{State.OPEN}' OR (state = '{State.MISSING}' AND given_up_at IS NOT NULL))"
_IS_MISSED: Final = "start_at + make_interval(secs => limit_s) < LEAST(given_up_at, %(as_of)s)"
_JUDGED: Final = f"""
    SELECT f.interval, f.state, f.length_us, f.start_at, f.given_up_at, {{named}}
      COALESCE(own.limit_s, any_type.limit_s) AS limit_s, COALESCE(own.share, any_type.share) AS share
    FROM {Fact._meta.db_table} f
    LEFT JOIN {_TARGET} own
      ON own.type_id = f.type_id AND own.priority = f.priority AND own.interval = f.interval
    LEFT JOIN {_TARGET} any_type
      ON any_type.type_id IS NULL AND any_type.priority = COALESCE(f.priority, {PRIORITY_OF_NONE})
      AND any_type.interval = f.interval
    WHERE f.day BETWEEN %(first)s AND %(last)s {{narrowed}}
"""
_SELECT: Final = f"""
    SELECT {{keys}} interval,
      percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY length_us) {_COUNTED} AS percentiles,
      avg(length_us) {_COUNTED} AS mean,
      count(limit_s) {_COUNTED} AS judged,
      count(*) FILTER (WHERE state = '{State.COUNTED}' AND length_us <= limit_s::bigint * {US_PER_S}) AS within,
      count(*) FILTER (WHERE {_WAITS} AND {_IS_MISSED}) AS missed_open,
      min(limit_s) AS limit_least, max(limit_s) AS limit_most, min(share) AS share_least, max(share) AS share_most,
      count(*) FILTER (WHERE interval = '{ONE_PER_INCIDENT}' AND state NOT IN ({_IN_VOLUME})) AS incidents,
      {_counts()}
    FROM ({_JUDGED}) x
    GROUP BY {{keys}} interval
    ORDER BY {{keys}} interval
"""
_MISSED: Final = f"""
    SELECT {{keys}} interval, count(*) AS missed_open FROM ({_JUDGED} AND {_WAITS}) x
    WHERE {_IS_MISSED}
    GROUP BY {{keys}} interval
"""


def _narrowed(choice: Choice) -> tuple[str, dict[str, Any]]:
    chosen: dict[str, tuple[str, Sequence[Any]]] = {
        "types": ("f.type_id", choice.types),
        "priorities": ("f.priority", choice.priorities),
        "districts": ("f.district_id", choice.districts),
        "intervals": ("f.interval", [interval.value for interval in choice.intervals]),
    }
    conditions = {name: (column, values) for name, (column, values) in chosen.items() if values}
    if not choice.scope.is_national:
        conditions["regions"] = ("f.region_id", sorted(choice.scope.codes))
    sql = " ".join(f"AND {column} = ANY(%({name})s)" for name, (column, _) in conditions.items())
    values: dict[str, Any] = {name: list(given) for name, (_, given) in conditions.items()}
    return sql, values | {"first": choice.period.first, "last": choice.period.last}


def _rows(
    choice: Choice, group_by: Sequence[str], as_of: datetime, select: str = _SELECT
) -> list[dict[str, Any]]:
    narrowed, values = _narrowed(choice)
    keys = "".join(f"k_{name}, " for name in group_by)
    named = "".join(f"{GROUPINGS[name]} AS k_{name}, " for name in group_by)
    sql = select.format(keys=keys, named=named, narrowed=narrowed)
    with connection.cursor() as cursor:
        cursor.execute(sql, values | {"as_of": as_of})
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _seconds(microseconds: Any) -> float | None:
    return None if microseconds is None else round(float(microseconds) / US_PER_S, 6)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _same(least: Any, most: Any) -> Any:
    return least if least == most else None


def figures_of(row: Mapping[str, Any]) -> Figures:
    """The figures of one row of counts."""
    counts = {state: row[f"s_{state}"] for state in State}
    median, p90, p95 = row["percentiles"] or (None, None, None)
    share = _same(row["share_least"], row["share_most"])
    return Figures(
        n=counts[State.COUNTED],
        completeness=_share(sum(counts[state] for state in HAS_BOTH), sum(counts[state] for state in DUE)),
        median_s=_seconds(median),
        mean_s=_seconds(row["mean"]),
        p90_s=_seconds(p90),
        p95_s=_seconds(p95),
        within_target=_share(row["within"], row["judged"]),
        missed_open=row["missed_open"],
        excluded={state.value: counts[state] for state in REASONS if counts[state]},
        judged=row["judged"],
        target_s=_same(row["limit_least"], row["limit_most"]),
        target_share=None if share is None else float(share),
    )


def _group(
    key: tuple[Any, ...], rows: Iterable[Mapping[str, Any]], choice: Choice, group_by: Sequence[str]
) -> Group:
    by_interval = {Interval(row["interval"]): row for row in rows}
    wanted = choice.intervals or tuple(Interval)
    one = by_interval.get(ONE_PER_INCIDENT)
    return Group(
        key=dict(zip(group_by, key, strict=True)),
        incidents=one["incidents"] if one else 0,
        intervals={
            interval: figures_of(by_interval[interval]) if interval in by_interval else NO_FIGURES
            for interval in wanted
        },
    )


def missed_open(
    choice: Choice, *, group_by: Sequence[str] = (), as_of: datetime
) -> dict[tuple[tuple[Any, ...], str], int]:
    """By key and interval: those without a stop stamp that are past their limit, or were when they ended."""
    return {
        (tuple(row[f"k_{name}"] for name in group_by), row["interval"]): row["missed_open"]
        for row in _rows(choice, group_by, as_of, _MISSED)
    }


def figures(choice: Choice, *, group_by: Sequence[str] = (), as_of: datetime) -> list[Group]:
    """The groups in the order of their keys (an unknown district or type comes last); without grouping exactly one.

    `group_by` are words of `GROUPINGS`. `as_of` decides which open pairs have missed their target.
    """
    by_key: dict[tuple[Any, ...], list[dict[str, Any]]] = {} if group_by else {(): []}
    for row in _rows(choice, group_by, as_of):
        by_key.setdefault(tuple(row[f"k_{name}"] for name in group_by), []).append(row)
    return [_group(key, rows, choice, group_by) for key, rows in by_key.items()]
