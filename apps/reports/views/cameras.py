"""How much cameras worked: a page, and the same as files."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.core.clock import now
from apps.core.exports import exported
from apps.reports.builders import camera_availability
from apps.reports.choosing import choices
from apps.reports.naming import period_name
from apps.reports.renderers import csv, xlsx
from apps.reports.renderers.numbers import count_text, hours_text, precise_share_text
from apps.reports.tables import Cell, Kind, Table
from apps.reports.views.reading import for_readers, question_of

ROWS_SHOWN: Final = 50


@require_safe
@for_readers
def page(request: HttpRequest, reader: User) -> HttpResponse:
    """The report of a period and regions; `?file=csv` is every camera, `?file=xlsx` all tables."""
    at = now()
    question, errors = question_of(request.GET, reader, at)
    span = camera_availability.span_of(question.period, at=at)
    kind = request.GET.get("file", "")
    if kind in {"csv", "xlsx"} and not errors:
        tables = camera_availability.tables(question.scope, span)
        return _file(request, kind, tables, period_name(question.period))
    tables = camera_availability.tables(question.scope, span, cameras=ROWS_SHOWN, outages=ROWS_SHOWN)
    context = {"question": question, "errors": errors, **choices(question, reader), "as_of": span.end}
    return render(request, "reports/cameras.html", context | {"tables": [_shown(one) for one in tables]})


def _file(request: HttpRequest, kind: str, tables: list[Table], period: str) -> HttpResponse:
    about = [
        (_("Report"), _("Camera availability")),
        (_("Period"), period),
        (_("Lengths"), _("minutes and seconds")),
    ]
    if kind == "csv":
        body, content_type = csv.render(tables[1]), csv.CONTENT_TYPE
    else:
        body = xlsx.render(tables, about=about, about_title=_("About this report"))
        content_type = xlsx.CONTENT_TYPE
    exported(request, object_type="cameras.outage", rows=len(tables[1].rows), file_format=kind)
    name = f"{camera_availability.NAME}.{kind}"
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _shown(table: Table) -> dict[str, Any]:
    heads = [
        {
            "title": one.title,
            "is_number": one.kind is not Kind.TEXT,
            "unit": _("h") if one.kind is Kind.LENGTH else "",
        }
        for one in table.columns
    ]
    rows = [
        [
            {"text": _text(value, column.kind), "sort": value, "is_number": column.kind is not Kind.TEXT}
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    return {"name": table.name, "title": table.title, "heads": heads, "rows": rows}


def _text(value: Cell, kind: Kind) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    texts = {Kind.COUNT: count_text, Kind.LENGTH: hours_text, Kind.SHARE: precise_share_text}
    return texts[kind](value) if kind in texts else str(value)
