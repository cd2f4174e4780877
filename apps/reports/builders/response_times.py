"""The response-time report: totals, comparison, tables by region to month, when they come, what to know."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from apps.core.clock import iso
from apps.incidents.workflow import Interval
from apps.reports.figures import Choice
from apps.reports.notices import notices
from apps.reports.periods import Period, months_of
from apps.reports.questions import BREAKDOWNS, Question
from apps.reports.rolled import figures

NAME: Final = "response-times"
Json = dict[str, Any]
# Tells how far the work is: percent and stage; raises when nobody wants the result any more.
Step = Callable[[int, str], None]
# Up to this many days a table shows the days of the period in small, else the last 12 months.
DAYS_IN_SMALL: Final = 31


def _json(choice: Choice, group_by: Sequence[str], as_of: datetime) -> list[Json]:
    return [group.as_json() for group in figures(choice, group_by=group_by, as_of=as_of)]


def _heat(choice: Choice, as_of: datetime) -> list[list[int]]:
    """The number of incidents by weekday (Monday first) and local hour."""
    counts = [[0] * 24 for _ in range(7)]
    one = replace(choice, intervals=(Interval.RESOLUTION,))
    for group in figures(one, group_by=("weekday", "hour"), as_of=as_of):
        counts[group.key["weekday"] - 1][group.key["hour"]] = group.incidents
    return counts


def trend_of(period: Period) -> tuple[str, Period, list[str]]:
    """What the small lines show: `day` or `month`, over which period, and its points in order."""
    if 1 < period.days <= DAYS_IN_SMALL:
        return "day", period, [day.isoformat() for day in period]
    months = period.months_up_to(12)
    return "month", months, months_of(months)


def _trend(question: Question, by: str, as_of: datetime) -> Json:
    """The 90th percentile of the question's interval, point by point, for each key of a table."""
    unit, period, points = trend_of(question.period)
    choice = replace(question.choice, period=period, intervals=(question.interval,))
    series: dict[str, dict[str, float | None]] = {}
    for group in figures(choice, group_by=(by, unit), as_of=as_of):
        series.setdefault(str(group.key[by]), {})[group.key[unit]] = group.intervals[question.interval].p90_s
    return {
        "unit": unit,
        "points": points,
        "series": {key: [values.get(point) for point in points] for key, values in series.items()},
    }


def _breakdown(question: Question, by: str, as_of: datetime) -> Json:
    rows = [
        {"key": group["key"][by], "incidents": group["incidents"], "intervals": group["intervals"]}
        for group in _json(question.choice, (by,), as_of)
    ]
    small = None if by in {"day", "month"} else _trend(question, by, as_of)
    return {"rows": rows, "trend": small}


def _compared(question: Question, as_of: datetime) -> Json | None:
    period = question.compared
    if period is None:
        return None
    [total] = _json(replace(question.choice, period=period), (), as_of)
    return {"from": period.first.isoformat(), "to": period.last.isoformat(), "total": total}


def _no_step(progress: int, stage: str) -> None:
    """Nobody watches."""


def build(
    question: Question, *, as_of: datetime, breakdowns: Iterable[str] = BREAKDOWNS, step: Step = _no_step
) -> Json:
    """The report as plain JSON values; `as_of` is the moment that the facts tell of."""
    step(10, "total")
    [total] = _json(question.choice, (), as_of)
    step(25, "comparison")
    compared = _compared(question, as_of)
    step(35, "breakdowns")
    tables: Json = {}
    chosen = list(breakdowns)
    for done, by in enumerate(chosen, start=1):
        tables[by] = _breakdown(question, by, as_of)
        step(35 + 40 * done // len(chosen), "breakdowns")
    step(80, "notices")
    return {
        "as_of": iso(as_of),
        "period": {"from": question.period.first.isoformat(), "to": question.period.last.isoformat()},
        "regions": list(question.regions)
        or (None if question.scope.is_national else sorted(question.scope.codes)),
        "params": question.params(),
        "total": total,
        "compared": compared,
        "breakdowns": tables,
        "map": [
            {"key": row["key"], "figures": row["intervals"][question.interval.value]}
            for row in tables.get("region", {"rows": _by_region(question, as_of)})["rows"]
        ],
        "heat": _heat(question.choice, as_of),
        "notices": notices(question, total=total, as_of=as_of),
    }


def _by_region(question: Question, as_of: datetime) -> list[Mapping[str, Any]]:
    choice = replace(question.choice, intervals=(question.interval,))
    return [
        {"key": group["key"]["region"], "intervals": group["intervals"]}
        for group in _json(choice, ("region",), as_of)
    ]
