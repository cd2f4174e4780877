"""The work of inspectors: a page that leads from regions down to a person's days, and the same as files."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.core.clock import TASHKENT, now
from apps.core.errors import InvalidInput
from apps.core.exports import exported
from apps.reports.activity import showing, tables
from apps.reports.activity.asking import asked_of_field
from apps.reports.activity.figures import Asked, figures
from apps.reports.activity.keeping import refresh_for_reading
from apps.reports.addresses import period
from apps.reports.choosing import choices
from apps.reports.naming import period_name
from apps.reports.periods import PRESETS, preset
from apps.reports.questions import DEFAULT_PERIOD, Question
from apps.reports.renderers import csv, xlsx
from apps.reports.views.reading import for_readers, today
from apps.reports.words import PRESET_NAMES

NAME = "activity"


@require_safe
@for_readers
def page(request: HttpRequest, reader: User) -> HttpResponse:
    """The report of a period; `?file=csv` is the table that is shown, `?file=xlsx` all of them."""
    at = now()
    asked, named, errors = _asked(request.GET, reader, at)
    as_of = refresh_for_reading(at=at)
    given = {name: request.GET.getlist(name) for name in request.GET} if not errors else {}
    by = request.GET.get("by", "")
    level = by if by in tables.LEVELS else showing.default_level(asked, reader.scope)
    kind = request.GET.get("file", "")
    if kind in {"csv", "xlsx"} and not errors:
        return _file(request, kind, asked, level, as_of)
    [whole] = figures(asked)
    question = Question(asked.period, asked.scope, regions=tuple(given.get("region", ())), preset=named)
    context = {
        **choices(question, reader),
        "question": question,
        "errors": errors,
        "presets": _presets(given, named),
        "any_dates": showing.address(given, **period(f"{asked.period.first}", f"{asked.period.last}")),
        "kept": {name: given.get(name, ()) for name in ("district", "unit", "inspector", "by")},
        "cards": showing.cards(whole.figures),
        "table": showing.table(asked, level, given),
        "level": level,
        "table_title": tables.LEVEL_NAMES[level],
        "tabs": showing.tabs(level, given),
        "steps": showing.way_up(asked, given),
        "is_empty": not (whole.figures.duty_us or whole.figures.calls or whole.figures.off_shift),
        "as_of": as_of.astimezone(TASHKENT),
    }
    return render(request, "reports/activity.html", context)


def _asked(parameters: QueryDict, reader: User, at: datetime) -> tuple[Asked, str, list[str]]:
    """The question of an address; what is wrong in it is told, and the default is asked instead."""
    values = {name: parameters.getlist(name) for name in parameters}
    try:
        return *asked_of_field(values, scope=reader.scope, today=today(at)), []
    except InvalidInput as error:
        told = [str(message) for messages in error.fields.values() for message in messages]  # type: ignore[attr-defined]
        return Asked(preset(DEFAULT_PERIOD, today(at)), reader.scope), DEFAULT_PERIOD, told


def _presets(given: showing.Given, named: str) -> list[dict[str, Any]]:
    return [
        {
            "name": PRESET_NAMES[name],
            "href": showing.address(given, **{"period": name, "from": None, "to": None}),
            "is_chosen": named == name,
        }
        for name in PRESETS
    ]


def _file(request: HttpRequest, kind: str, asked: Asked, level: str, as_of: datetime) -> HttpResponse:
    if kind == "csv":
        sheets = [tables.for_scripts(asked, level, as_of=as_of)]
        body, content_type = csv.render(sheets[0]), csv.CONTENT_TYPE
    else:
        sheets = tables.sheets_of(asked)
        about = [
            (_("Report"), _("Work in the field")),
            (_("Period"), period_name(asked.period)),
            (_("As of"), f"{as_of.astimezone(TASHKENT):%Y-%m-%d %H:%M:%S} UTC+05"),
            (_("Lengths"), _("minutes and seconds")),
        ]
        body = xlsx.render([*sheets, tables.definitions()], about=about, about_title=_("About this report"))
        content_type = xlsx.CONTENT_TYPE
    rows = sum(len(sheet.rows) for sheet in sheets)
    exported(request, object_type="reports.activity", rows=rows, file_format=kind)
    name = f"{NAME}_{asked.period.first}_{asked.period.last}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=content_type, headers=headers)
