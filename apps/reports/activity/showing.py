"""What the page of the field is filled with: cards, a table whose rows lead further down, and the way back up."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from apps.inspectors.models import PatrolArea
from apps.regions.models import Region
from apps.regions.scope import Scope
from apps.reports.activity.asking import NO_DISTRICT
from apps.reports.activity.columns import FIGURES, Figure
from apps.reports.activity.figures import SATURATION_LIMIT, Asked, Figures, Group
from apps.reports.activity.tables import LEVEL_NAMES, LEVELS, groups_of, namer
from apps.reports.renderers.numbers import aim_text, count_text, hours_text, length_text, share_text
from apps.reports.tables import Cell, Kind

ROWS_SHOWN: Final = 500
NOTHING: Final = "–"
# Hours are for what lasts hours; times to accept are minutes and seconds.
IN_HOURS: Final = frozenset({"duty_s", "committed_s"})
Given = Mapping[str, Sequence[str]]
KEPT: Final = ("period", "from", "to", "region", "district", "unit", "inspector", "by")


def default_level(asked: Asked, scope: Scope) -> str:
    """The level below what is chosen; districts only where any is known."""
    if asked.inspectors:
        return "day"
    if asked.units:
        return "inspector"
    if asked.districts:
        return "unit"
    if Region.objects.in_scope(asked.scope).count() > 1:
        return "region"
    areas = PatrolArea.objects.in_scope(asked.scope).active()
    return "district" if areas.filter(district__isnull=False).exists() else "unit"


def address(given: Given, **changed: str | None) -> str:
    """The same question with something changed; None leaves it out."""
    kept: dict[str, Any] = {name: list(given.get(name, ())) for name in KEPT}
    kept |= changed
    return "?" + urlencode({name: value for name, value in kept.items() if value}, doseq=True)


def text_of(figure: Figure, value: Cell) -> str:
    """As people read it."""
    if value is None:
        return NOTHING
    if figure.kind is Kind.COUNT:
        return count_text(float(value))
    if figure.kind is Kind.SHARE:
        return share_text(float(value))
    return hours_text(float(value)) if figure.name in IN_HOURS else length_text(float(value))


def heads(level: str) -> list[dict[str, Any]]:
    """The columns of the page; how complete calls are is no matter of one inspector."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "unit": _("h") if one.name in IN_HOURS else "",
            "about": one.definition(),
        }
        for one in _columns(level)
    ]


def _columns(level: str) -> list[Figure]:
    without = {"inspector": {"completeness", "inspectors"}}.get(level, set())
    return [one for one in FIGURES if one.is_on_page and one.name not in without]


def table(asked: Asked, level: str, given: Given) -> dict[str, Any]:
    """The rows that are shown, and how many there are."""
    groups = groups_of(asked, level)
    name, region = namer(level), namer("region")
    columns = _columns(level)
    several = level not in {"region", "day"} and len({group.key["region"] for group in groups}) > 1
    rows = [
        {
            "name": name(group.key[level]),
            "region": region(group.key["region"]) if several else "",
            "href": _down(level, group, given),
            "is_small": group.figures.is_small,
            "cells": [_cell(one, group.figures) for one in columns],
        }
        for group in groups[:ROWS_SHOWN]
    ]
    return {
        "rows": rows,
        "heads": heads(level),
        "count": len(groups),
        "is_cut": len(groups) > ROWS_SHOWN,
        "has_small": any(row["is_small"] for row in rows),
    }


def _cell(figure: Figure, found: Figures) -> dict[str, Any]:
    value = figure.of(found)
    is_saturation = figure.name == "saturation" and found.saturation is not None
    return {
        "text": text_of(figure, value),
        "sort": value,
        "is_few": figure.of_calls and found.is_small and value is not None,
        "meter": round(min((found.saturation or 0) * 100, 100)) if is_saturation else None,
        "is_over": is_saturation and (found.saturation or 0) > SATURATION_LIMIT,
    }


def _down(level: str, group: Group, given: Given) -> str:
    """One level further down; a day leads nowhere."""
    key = group.key.get(level, "")
    if level == "day":
        return ""
    region = {"region": group.key["region"]}
    chosen = {level: key or NO_DISTRICT}
    return address(given, **(region | chosen), by=None)


def way_up(asked: Asked, given: Given) -> list[dict[str, str]]:
    """What was chosen on the way down, each with the address of that step."""
    steps: list[dict[str, str]] = []
    chosen: dict[str, Sequence[str]] = {
        "region": given.get("region", ()),
        "district": asked.districts,
        "unit": [str(pk) for pk in asked.units],
        "inspector": [str(pk) for pk in asked.inspectors],
    }
    below = list(chosen)
    for level, keys in chosen.items():
        if len(keys) == 1:
            later = dict.fromkeys(below[below.index(level) + 1 :])
            steps.append({"name": namer(level)(keys[0]), "href": address(given, **later, by=None)})
    if steps:
        whole = dict.fromkeys(below)
        steps.insert(0, {"name": _("All"), "href": address(given, **whole, by=None)})
    return steps


def tabs(level: str, given: Given) -> list[dict[str, Any]]:
    """The tables that there are."""
    return [
        {"name": LEVEL_NAMES[word], "href": address(given, by=word), "is_chosen": word == level}
        for word in LEVELS
    ]


def cards(found: Figures) -> list[dict[str, Any]]:
    """The whole at a glance: six figures, each with its n."""
    notes = {
        "inspectors": _("units: %(count)s") % {"count": count_text(found.units)},
        "duty_s": "",
        "saturation": _("at most %(share)s") % {"share": aim_text(SATURATION_LIMIT)},
        "calls": _("reached: %(count)s") % {"count": count_text(found.arrived)},
        "accepted_in_time_share": _("within %(seconds)s s · n %(count)s")
        % {"seconds": settings.SAFECITY_ACCEPT_WITHIN_S, "count": count_text(found.calls)},
        "completeness": _("outside of any shift: %(count)s")
        % {"count": count_text(found.off_shift + found.unstamped)},
    }
    notes["duty_s"] = _("on calls: %(hours)s h") % {"hours": hours_text(found.committed_us / 1e6)}
    by_name = {one.name: one for one in FIGURES}
    return [
        {
            "id": f"card-{name}",
            "name": by_name[name].title,
            "value": text_of(by_name[name], by_name[name].of(found)),
            "unit": _("h") if name in IN_HOURS else "",
            "note": note,
            "about": by_name[name].definition(),
            "is_few": by_name[name].of_calls and found.is_small and found.calls > 0,
        }
        for name, note in notes.items()
    ]
