"""The list of reports, the page of response times, and the lists of incidents behind its notices."""

from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.core.clock import now
from apps.incidents.words import STAMP_NAMES
from apps.incidents.workflow import INTERVALS, Interval, Stamp
from apps.regions.scope import Scope
from apps.reports import notices, presenting
from apps.reports.addresses import query
from apps.reports.builders import response_times
from apps.reports.catalogue import REPORTS
from apps.reports.choosing import choices
from apps.reports.figures import Choice
from apps.reports.models import ReportRun
from apps.reports.naming import period_name
from apps.reports.periods import preset
from apps.reports.questions import DEFAULT_PERIOD, Question
from apps.reports.rolled import figures
from apps.reports.rollups import count_incidents, refresh_for_reading
from apps.reports.showing import shown
from apps.reports.views.reading import for_readers, question_of, today

# More than this is a job: a page answers at once, or says why not.
AT_ONCE: Final = 60_000
RUNS_SHOWN: Final = 12
ROWS_A_PAGE: Final = 50


@require_safe
@for_readers
def index(request: HttpRequest, reader: User) -> HttpResponse:
    """The reports, their newest figures, and the latest runs."""
    at = now()
    runs = ReportRun.objects.in_scope(reader.scope).select_related("user", "client").defer("result")
    context = {
        "reports": REPORTS.values(),
        "runs": runs.prefetch_related("files")[:RUNS_SHOWN],
        "cards": _latest(reader.scope, at),
    }
    return render(request, "reports/index.html", context)


def _latest(scope: Scope, at: datetime) -> list[presenting.Card]:
    as_of = refresh_for_reading(at=at)
    question = Question(preset(DEFAULT_PERIOD, today(at)), scope, compare="none")
    [total] = figures(Choice(question.period, scope), as_of=as_of)
    return presenting.cards({"params": question.params(), "total": total.as_json(), "compared": None})


@require_safe
@for_readers
def response_times_page(request: HttpRequest, reader: User) -> HttpResponse:
    """The report with today's facts."""
    at = now()
    question, errors = question_of(request.GET, reader, at)
    context: dict[str, Any] = {"question": question, "errors": errors, **choices(question, reader)}
    as_of = refresh_for_reading(at=at)
    incidents = count_incidents(question.period, question.scope)
    if incidents > AT_ONCE:
        return render(request, "reports/too_much.html", context | {"incidents": incidents})
    result = response_times.build(question, as_of=as_of, breakdowns=(question.by,))
    return render(request, "reports/response_times.html", context | shown(question, result, links=True))


@require_safe
@for_readers
def listed_incidents(request: HttpRequest, reader: User) -> HttpResponse:
    """The incidents that a notice of the report counts."""
    at = now()
    question, errors = question_of(request.GET, reader, at)
    why = request.GET.get("why", "")
    if why not in notices.REASONS or errors:
        raise Http404
    interval = question.interval if "interval" in request.GET else None
    found = notices.listed(question, why, as_of=refresh_for_reading(at=at), interval=interval)
    pages = Paginator(found.select_related("region", "type").defer("region__boundary"), ROWS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "question": question,
        "title": presenting.notice_title(why, interval),
        "page": page,
        "rows": [_line(incident, interval) for incident in page],
        "stamps": [STAMP_NAMES[stamp] for stamp in _stamps(interval)],
        "here": query(question, why=why, interval=interval.value if interval else None),
        "back": query(question),
        "period": period_name(question.period),
    }
    return render(request, "reports/incidents.html", context)


def _stamps(interval: Interval | None) -> list[Stamp]:
    """The stamps that the list shows beside that of the report."""
    if interval is None:
        return [Stamp.ACKNOWLEDGED_AT, Stamp.DISPATCHED_AT, Stamp.ON_SCENE_AT, Stamp.RESOLVED_AT]
    return [stamp for stamp in INTERVALS.get(interval, ()) if stamp != Stamp.REPORTED_AT]


def _line(incident: Any, interval: Interval | None) -> dict[str, Any]:
    return {"incident": incident, "stamps": [getattr(incident, stamp.value) for stamp in _stamps(interval)]}
