"""How a result becomes what the page shows: cards, a table, sentences; in the active language."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.incidents.words import INTERVAL_NAMES
from apps.incidents.workflow import Interval
from apps.reports import addresses
from apps.reports.intervals import State
from apps.reports.naming import names_of, short_period_name
from apps.reports.periods import Period
from apps.reports.questions import Question
from apps.reports.renderers.numbers import (
    aim_text,
    count_text,
    growth_text,
    length_text,
    percent_text,
    share_text,
)
from apps.reports.words import BETWEEN, STATE_NAMES, WEEKDAYS

Json = Mapping[str, Any]
# Below this share of complete pairs a percentile says little about the whole.
COMPLETE_ENOUGH: Final = 0.95
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure differs from the compared period; `is_better` None: neither good nor bad."""

    arrow: str
    text: str
    is_better: bool | None


@dataclass(frozen=True, slots=True)
class Card:
    """A figure to be read at a glance."""

    name: str
    value: str
    unit: str
    change: Change | None
    notes: list[str]


def _arrow(difference: float) -> str:
    return "▲" if difference > 0 else "▼"


def _length(seconds: float | None) -> tuple[str, str]:
    """The text and its unit: `7`, `s`; `4:11`, `min`; `1:05:05`, `h`."""
    if seconds is None:
        return NOTHING, ""
    if seconds < 59.5:
        return str(round(seconds)), _("s")
    return length_text(seconds), _("min") if seconds < 3599.5 else _("h")


def _shorter(now: float | None, then: float | None) -> Change | None:
    """The change of a length, of which less is better; None where one of the two is missing."""
    if now is None or then is None:
        return None
    if round(now) == round(then):
        return Change("", _("unchanged"), None)
    return Change(_arrow(now - then), length_text(abs(now - then)), now < then)


def _greater(now: float | None, then: float | None) -> Change | None:
    """The change of a share in percentage points, of which more is better."""
    if now is None or then is None:
        return None
    points = round(abs(now - then) * 100, 1)
    if not points:
        return Change("", _("unchanged"), None)
    return Change(
        _arrow(now - then), _("%(points)s points") % {"points": percent_text(points / 100)}, now > then
    )


def _volume(now: int, then: int) -> Change | None:
    if not then:
        return None
    share = (now - then) / then
    return Change(_arrow(share) if share else "", growth_text(share) if share else _("unchanged"), None)


def _target_note(figures: Json) -> str:
    if figures["target_s"] is None:
        return _("targets differ") if figures["judged"] else _("no target is set")
    value, unit = _length(figures["target_s"])
    values = {"length": f"{value} {unit}", "share": aim_text(figures["target_share"] or 0)}
    return (
        _("target %(length)s") % values
        if figures["target_share"] is None
        else _("target %(length)s at %(share)s") % values
    )


def _n_note(figures: Json) -> str:
    return (_("n %(count)s") % {"count": count_text(figures["n"])}).replace(" ", "\u00a0")


def _p90_card(name: str, now: Json, then: Json) -> Card:
    value, unit = _length(now["p90_s"])
    notes = [f"{_target_note(now)} · {_n_note(now)}"]
    return Card(name, value, f"{unit} p90".strip(), _shorter(now["p90_s"], then.get("p90_s")), notes)


def interval_name(interval: str) -> str:
    """`Total response`."""
    return capfirst(str(INTERVAL_NAMES[Interval(interval)]))


def _priorities_text(priorities: list[int]) -> str:
    if not priorities:
        return ""
    first, last = priorities[0], priorities[-1]
    if len(priorities) > 1 and priorities == list(range(first, last + 1)):
        return f", P{first}–P{last}"
    return ", " + " ".join(f"P{one}" for one in priorities)


def cards(result: Json) -> list[Card]:
    """Six figures: the chosen interval's 90th percentile, share and median; answering; completeness; volume."""
    interval = result["params"]["interval"]
    other = "answering" if interval != "answering" else "total_response"
    compared: Json = result["compared"]["total"] if result["compared"] else {"intervals": {}, "incidents": 0}
    now, then = result["total"]["intervals"][interval], compared["intervals"].get(interval, {})
    name = interval_name(interval) + _priorities_text(result["params"]["priorities"])
    median, unit = _length(now["median_s"])
    lacking = now["excluded"].get("missing", 0)
    return [
        _p90_card(name, now, then),
        Card(
            _("Within target"),
            NOTHING if now["within_target"] is None else percent_text(now["within_target"]),
            "" if now["within_target"] is None else "%",
            _greater(now["within_target"], then.get("within_target")),
            [_("missed without end stamp: %(count)s") % {"count": count_text(now["missed_open"])}],
        ),
        Card(
            _("Median"),
            median,
            unit,
            _shorter(now["median_s"], then.get("median_s")),
            [str(BETWEEN[Interval(interval)])],
        ),
        _p90_card(
            interval_name(other), result["total"]["intervals"][other], compared["intervals"].get(other, {})
        ),
        Card(
            _("Complete stamps"),
            NOTHING if now["completeness"] is None else percent_text(now["completeness"]),
            "" if now["completeness"] is None else "%",
            _greater(now["completeness"], then.get("completeness")),
            [
                ngettext("%(count)s lacks a stamp", "%(count)s lack a stamp", lacking)
                % {"count": count_text(lacking)}
            ],
        ),
        Card(
            _("Incidents"),
            count_text(result["total"]["incidents"]),
            "",
            _volume(result["total"]["incidents"], compared["incidents"]),
            [_duplicates_note(now["excluded"].get("merged", 0))],
        ),
    ]


def _duplicates_note(count: int) -> str:
    return ngettext("left out: %(count)s duplicate", "left out: %(count)s duplicates", count) % {
        "count": count_text(count)
    }


def compared_name(result: Json) -> str:
    """The name of the period that figures are compared with, or an empty text."""
    compared = result["compared"]
    return short_period_name(_period(compared), beside=_period(result["period"])) if compared else ""


def _period(told: Json) -> Period:
    return Period.of(told["from"], told["to"])


def _opened(question: Question, by: str, key: Any) -> str:
    """The address that looks closer at a row."""
    if key is None:
        return ""
    narrowed: dict[str, dict[str, Any]] = {
        "region": {"region": [key], "by": "district"},
        "type": {"type": [key], "by": "region"},
        "priority": {"priority": [str(key)], "by": "region"},
        "day": addresses.period(str(key), str(key)) | {"by": "region"},
    }
    if by == "month":
        year, month = (int(part) for part in str(key).split("-"))
        last = f"{key}-{monthrange(year, month)[1]:02}"
        return addresses.query(question, **addresses.period(f"{key}-01", last), by="day")
    return addresses.query(question, **narrowed[by]) if by in narrowed else ""


def _row(question: Question, by: str, row: Json, name: str) -> dict[str, Any]:
    figures = row["intervals"][question.interval.value]
    within, complete = figures["within_target"], figures["completeness"]
    lengths = {
        part: {
            "text": NOTHING if figures[f"{part}_s"] is None else length_text(figures[f"{part}_s"]),
            "sort": figures[f"{part}_s"],
        }
        for part in ("median", "p90", "p95")
    }
    return lengths | {
        "key": "" if row["key"] is None else row["key"],
        "name": name,
        "href": _opened(question, by, row["key"]),
        "incidents": row["incidents"],
        "incidents_text": count_text(row["incidents"]),
        "n": figures["n"],
        "n_text": count_text(figures["n"]),
        "within": within,
        "within_text": NOTHING if within is None else share_text(within),
        "within_width": 0 if within is None else round(within * 100),
        "is_below": within is not None and within < (figures["target_share"] or 0),
        "complete": complete,
        "complete_text": NOTHING if complete is None else share_text(complete),
        "is_incomplete": complete is not None and complete < COMPLETE_ENOUGH,
        "missed_open": figures["missed_open"],
        "missed_text": count_text(figures["missed_open"]),
    }


def _short_key(by: str, key: str) -> str:
    """A day or month below an axis: `05.10`, `10.2026`."""
    year, *rest = key.split("-")
    return ".".join(reversed(rest)) if by == "day" else f"{rest[0]}.{year}"


def points(question: Question, result: Json) -> list[dict[str, Any]] | None:
    """The days or months of the chosen table in order, for the line chart; None for any other table."""
    if question.by not in {"day", "month"}:
        return None
    name_of = names_of(question.by)
    told = []
    for row in result["breakdowns"][question.by]["rows"]:
        figures = row["intervals"][question.interval.value]
        names = {"name": name_of(row["key"]), "label": _short_key(question.by, row["key"])}
        told.append(names | {"p90": figures["p90_s"], "median": figures["median_s"], "n": figures["n"]})
    return told


def rows(question: Question, result: Json) -> list[dict[str, Any]]:
    """The rows of the chosen table: the quickest first, or in the order of priorities and time."""
    by = question.by
    name_of = names_of(by)
    told = [_row(question, by, row, name_of(row["key"])) for row in result["breakdowns"][by]["rows"]]
    if by in {"priority", "day", "month"}:
        return told
    return sorted(told, key=lambda row: (row["p90"]["sort"] is None, row["p90"]["sort"] or 0, row["name"]))


def _sentence(code: str, count: int) -> str:
    """What a notice says, with places for count, interval and share."""
    return {
        "missed_open": ngettext(
            "%(count)s is past its target for “%(interval)s” without end stamp",
            "%(count)s are past their target for “%(interval)s” without end stamp",
            count,
        ),
        "missing": ngettext(
            "%(count)s lacks a stamp of “%(interval)s” (%(share)s); it is not in the percentiles",
            "%(count)s lack a stamp of “%(interval)s” (%(share)s); they are not in the percentiles",
            count,
        ),
        "disordered": ngettext(
            "%(count)s has stamps out of order; such a pair is left out and listed",
            "%(count)s have stamps out of order; such pairs are left out and listed",
            count,
        ),
        "corrected": ngettext(
            "%(count)s has stamps corrected by a supervisor, with a reason",
            "%(count)s have stamps corrected by supervisors, with reasons",
            count,
        ),
        "officer_initiated": ngettext(
            "%(count)s was initiated by an officer: in the volume, not in response",
            "%(count)s were initiated by officers: in the volume, not in response",
            count,
        ),
        "exercise": ngettext(
            "%(count)s is an exercise and never counts", "%(count)s are exercises and never count", count
        ),
        "merged": ngettext(
            "%(count)s is a merged duplicate and never counts",
            "%(count)s are merged duplicates and never count",
            count,
        ),
    }[code]


def notices(question: Question, result: Json) -> list[dict[str, str]]:
    """Sentences with the address of the list that each tells of."""
    told = []
    for notice in result["notices"]:
        values = {
            "count": count_text(notice["count"]),
            "interval": INTERVAL_NAMES[Interval(notice["interval"])] if notice["interval"] else "",
            "share": share_text(notice["share"] or 0),
        }
        changed = {"why": notice["code"], "interval": notice["interval"], "by": None, "compare": None}
        told.append(
            {
                "text": _sentence(notice["code"], notice["count"]) % values,
                "query": addresses.query(question, **changed),
            }
        )
    return told


def notice_title(why: str, interval: Interval | None) -> str:
    """What a list of incidents has in common."""
    special = {
        "missed_open": _("Past the target without end stamp"),
        "corrected": _("Stamps corrected by supervisors"),
    }
    title = special.get(why) or capfirst(str(STATE_NAMES[State(why)]))
    return f"{title} · {interval_name(interval.value)}" if interval else title


def heat(result: Json) -> dict[str, Any]:
    """The number of incidents by weekday and hour, for the chart and for the table."""
    return {"days": [str(day) for day in WEEKDAYS], "counts": result["heat"]}


def map_values(question: Question, result: Json, *, links: bool) -> dict[str, dict[str, Any]]:
    """By region: the 90th percentile that colours it, what is said of it, and where it leads."""
    name_of = names_of("region")
    return {
        one["key"]: {
            "name": name_of(one["key"]),
            "value": one["figures"]["p90_s"],
            "text": NOTHING if one["figures"]["p90_s"] is None else length_text(one["figures"]["p90_s"]),
            "n": count_text(one["figures"]["n"]),
            "href": _opened(question, "region", one["key"]) if links else "",
        }
        for one in result["map"]
        if one["key"]
    }
