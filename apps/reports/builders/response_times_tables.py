"""The response-time report as tables for files: one of everything for scripts, one a breakdown for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.incidents.words import INTERVAL_NAMES
from apps.incidents.workflow import Interval
from apps.reports.figures import REASONS
from apps.reports.naming import names_of
from apps.reports.tables import Cell, Column, Kind, Table
from apps.reports.words import BREAKDOWN_NAMES, STATE_NAMES

Json = Mapping[str, Any]
FIGURES: Final = (
    ("n", Kind.COUNT),
    ("median_s", Kind.LENGTH),
    ("mean_s", Kind.LENGTH),
    ("p90_s", Kind.LENGTH),
    ("p95_s", Kind.LENGTH),
    ("target_s", Kind.LENGTH),
    ("target_share", Kind.SHARE),
    ("within_target", Kind.SHARE),
    ("judged", Kind.COUNT),
    ("missed_open", Kind.COUNT),
    ("completeness", Kind.SHARE),
)


def _titles() -> dict[str, str]:
    return {
        "period_from": _("First day"),
        "period_to": _("Last day"),
        "as_of": _("As of"),
        "breakdown": _("Table"),
        "key": _("Key"),
        "name": _("Name"),
        "interval": _("Interval"),
        "incidents": _("Incidents"),
        "n": _("n"),
        "median_s": _("Median"),
        "mean_s": _("Mean"),
        "p90_s": _("90th percentile"),
        "p95_s": _("95th percentile"),
        "target_s": _("Target"),
        "target_share": _("Target share"),
        "within_target": _("Within target"),
        "judged": _("With a target"),
        "missed_open": _("Missed, without end stamp"),
        "completeness": _("Complete"),
    }


def _columns(before: Sequence[str]) -> list[Column]:
    titles = _titles()
    kinds = {"incidents": Kind.COUNT}
    columns = [Column(name, titles[name], kinds.get(name, Kind.TEXT)) for name in before]
    columns += [Column(name, titles[name], kind) for name, kind in FIGURES]
    return columns + [
        Column(f"excluded_{state}", capfirst(str(STATE_NAMES[state])), Kind.COUNT) for state in REASONS
    ]


def _figures(figures: Json) -> list[Cell]:
    return [figures[name] for name, _kind in FIGURES] + [
        figures["excluded"].get(state.value, 0) for state in REASONS
    ]


def _lines(result: Json) -> Iterator[tuple[str, str, str, int, str, Json]]:
    """Breakdown, key, name, incidents, interval, figures: the totals first."""
    for interval, figures in result["total"]["intervals"].items():
        yield "total", "", _("Total"), result["total"]["incidents"], interval, figures
    for by, breakdown in result["breakdowns"].items():
        name_of = names_of(by)
        for row in breakdown["rows"]:
            key = "" if row["key"] is None else str(row["key"])
            for interval, figures in row["intervals"].items():
                yield by, key, name_of(row["key"]), row["incidents"], interval, figures


def everything(result: Json) -> Table:
    """Every group and interval in one table, for scripts."""
    period = result["period"]
    start: list[Cell] = [period["from"], period["to"], result["as_of"]]
    rows = [
        [*start, by, key, name, interval, incidents, *_figures(figures)]
        for by, key, name, incidents, interval, figures in _lines(result)
    ]
    before = ("period_from", "period_to", "as_of", "breakdown", "key", "name", "interval", "incidents")
    return Table("response-times", _("Response times"), _columns(before), rows)


def for_people(result: Json) -> list[Table]:
    """A table of the totals and one for each breakdown."""
    lines = list(_lines(result))
    tables = []
    for by in ("total", *result["breakdowns"]):
        title = capfirst(str(BREAKDOWN_NAMES.get(by, _("Total"))))
        rows = [
            [name, str(INTERVAL_NAMES[Interval(interval)]), incidents, *_figures(figures)]
            for line_by, _key, name, incidents, interval, figures in lines
            if line_by == by
        ]
        tables.append(Table(by, title, _columns(("name", "interval", "incidents")), rows))
    return tables
