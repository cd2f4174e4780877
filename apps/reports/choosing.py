"""What can be chosen on the page, and the address of each choice."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.incidents.words import PRIORITY_NAMES
from apps.incidents.workflow import Interval
from apps.regions.models import NATIONAL, Region
from apps.reports.addresses import period as days
from apps.reports.addresses import query
from apps.reports.naming import period_name, region_names
from apps.reports.periods import PRESETS
from apps.reports.presenting import interval_name
from apps.reports.questions import BREAKDOWNS, COMPARISONS, Question
from apps.reports.words import BREAKDOWN_NAMES, COMPARE_NAMES, PRESET_NAMES


def _regions(question: Question, reader: User) -> list[dict[str, Any]]:
    names = region_names()
    codes = Region.objects.in_scope(reader.scope).values_list("code", flat=True)
    return [
        {"code": code, "name": names.get(code, code), "is_chosen": code in question.regions}
        for code in sorted(codes, key=lambda code: (code == NATIONAL, names.get(code, code)))
    ]


def _regions_text(regions: list[dict[str, Any]]) -> str:
    chosen = [one for one in regions if one["is_chosen"]] or regions
    if not chosen:
        return _("no region")
    if len(chosen) == 1:
        return str(chosen[0]["name"])
    # The national queue is no region.
    chosen = [one for one in chosen if one["code"] != NATIONAL]
    return ngettext("%(count)s region", "%(count)s regions", len(chosen)) % {"count": len(chosen)}


def _priorities_text(question: Question) -> str:
    chosen = question.priorities
    if not chosen:
        return _("All priorities")
    if len(chosen) > 1 and list(chosen) == list(range(chosen[0], chosen[-1] + 1)):
        return f"P{chosen[0]}–P{chosen[-1]}"
    return " ".join(f"P{one}" for one in chosen)


def _days(question: Question) -> dict[str, Any]:
    """The days that a named period means, as days that can be changed."""
    return days(question.period.first.isoformat(), question.period.last.isoformat())


def choices(question: Question, reader: User) -> dict[str, Any]:
    """The pickers of the page with what is chosen in each."""
    regions = _regions(question, reader)
    return {
        "period": period_name(question.period),
        "presets": [
            {
                "name": PRESET_NAMES[name],
                "href": query(question, **{"period": name, "from": None, "to": None}),
                "is_chosen": question.preset == name,
            }
            for name in PRESETS
        ],
        "any_dates": query(question, **_days(question)),
        "regions": regions,
        "regions_text": _regions_text(regions),
        "priorities": [
            {"number": number, "name": name, "is_chosen": number in question.priorities}
            for number, name in PRIORITY_NAMES.items()
        ],
        "priorities_text": _priorities_text(question),
        "intervals": [
            {"word": one.value, "name": interval_name(one.value), "is_chosen": one == question.interval}
            for one in Interval
        ],
        "comparisons": [
            {"word": word, "name": COMPARE_NAMES[word], "is_chosen": word == question.compare}
            for word in COMPARISONS
        ],
        "tabs": [
            {"name": BREAKDOWN_NAMES[by], "href": query(question, by=by), "is_chosen": by == question.by}
            for by in BREAKDOWNS
        ],
        "same": query(question),
    }
