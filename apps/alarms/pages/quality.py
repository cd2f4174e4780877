"""The page of alarm quality, and the same as a file."""

import csv
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.roles import Can
from apps.alarms.pages.guard import needs, user_of
from apps.alarms.quality import Quality, measured
from apps.alarms.quality_form import QualityForm
from apps.alarms.workflow import PRIORITIES
from apps.core.cells import safe_cell
from apps.core.clock import iso, now
from apps.core.exports import exported
from apps.regions.models import Region

COLUMNS: Final = (
    "region",
    "from",
    "to",
    "alarms",
    "occurrences",
    "per_operator_10min",
    "floods",
    "flood_share",
    *(f"p{priority}" for priority in PRIORITIES),
    "chattering",
    "standing_over_24h",
    "unacknowledged",
    "false",
    "acknowledged",
    "median_s",
    "p90_s",
    "p95_s",
    "longest_s",
)


def _form(request: HttpRequest) -> QualityForm:
    return QualityForm(request.GET, scope=user_of(request).scope, at=now())


@require_safe
@needs(Can.READ_ALARMS)
def quality(request: HttpRequest) -> HttpResponse:
    """How good the alarms of the regions are, beside what good practice asks for."""
    form = _form(request)
    asked = form.asked()
    rows = measured(asked.codes, asked.start, asked.end, operators=asked.operators)
    names = {region.pk: region.name for region in Region.objects.filter(pk__in=asked.codes)}
    context = {
        "form": form,
        "asked": asked,
        "query": request.GET.urlencode(),
        "rows": [_shown(row, names[row.region]) for row in rows],
    }
    return render(request, "alarms/quality.html", context)


def _shown(row: Quality, name: str) -> dict[str, Any]:
    """A row as the page shows it: shares in per cent, and what is worse than good practice marked."""
    shares = {p: 100 * row.priorities[p] / row.alarms if row.alarms else None for p in PRIORITIES}
    return {
        "row": row,
        "name": name,
        "shares": [(p, shares[p]) for p in PRIORITIES],
        "flood_percent": 100 * row.flood_share,
        "is_busy": row.per_operator_10min > 1,
        "is_flooded": row.flood_share > 0.01,
    }


@require_safe
@needs(Can.READ_ALARMS)
def export(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV, with stable names of columns."""
    asked = _form(request).asked()
    rows = measured(asked.codes, asked.start, asked.end, operators=asked.operators)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="alarm-quality-{now():%Y%m%d-%H%M%S}.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    span = (iso(asked.start), iso(asked.end))
    writer.writerows([safe_cell(cell) for cell in _cells(row, span)] for row in rows)
    exported(request, object_type="alarms.quality", rows=len(rows), file_format="csv")
    return response


def _cells(row: Quality, span: tuple[str | None, str | None]) -> list[Any]:
    times = row.acknowledged
    return [
        row.region,
        *span,
        row.alarms,
        row.occurrences,
        round(row.per_operator_10min, 4),
        row.floods,
        round(row.flood_share, 6),
        *(row.priorities[priority] for priority in PRIORITIES),
        row.chattering,
        row.standing,
        row.unacknowledged,
        row.false,
        times.count,
        *("" if value is None else round(value, 3) for value in _percentiles(row)),
    ]


def _percentiles(row: Quality) -> tuple[float | None, ...]:
    times = row.acknowledged
    return times.median_s, times.p90_s, times.p95_s, times.longest_s
