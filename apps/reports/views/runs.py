"""Runs: asked for, watched, cancelled, opened."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.core.clock import now
from apps.core.errors import NotFound
from apps.reports.actions import cancel_run, request_run
from apps.reports.actions.perform_run import question_of as question_of_run
from apps.reports.builders.response_times import NAME
from apps.reports.models import ReportRun
from apps.reports.naming import period_name
from apps.reports.questions import BREAKDOWNS
from apps.reports.showing import shown
from apps.reports.views.reading import for_readers, question_of
from apps.reports.words import BREAKDOWN_NAMES, STAGE_NAMES


def _run(run_id: UUID, reader: User) -> ReportRun:
    runs = ReportRun.objects.in_scope(reader.scope).select_related("user", "client")
    run = runs.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def _progress(request: HttpRequest, run: ReportRun) -> HttpResponse:
    context = {
        "run": run,
        "stage": STAGE_NAMES.get(run.stage, run.stage),
        "files": list(run.files.defer("body")),
    }
    response = render(request, "reports/_run.html", context)
    if run.is_ended and request.GET.get("page"):
        # The page of the run itself now has a result to show.
        response["HX-Refresh"] = "true"
    return response


def _told(request: HttpRequest, errors: list[str]) -> HttpResponse:
    """What is wrong in the question: in place, or on the page, which tells it of the same address."""
    if request.headers.get("HX-Request"):
        return render(request, "reports/_errors.html", {"errors": errors})
    asked = request.POST.copy()
    asked.pop("csrfmiddlewaretoken", None)
    return redirect(f"{reverse('reports:response_times')}?{asked.urlencode()}")


@require_POST
@for_readers
def request_response_times(request: HttpRequest, reader: User) -> HttpResponse:
    """Have the report computed as a job with its files: a progress bar in place, or the page of the run."""
    at = now()
    question, errors = question_of(request.POST, reader, at)
    if errors:
        return _told(request, errors)
    run = request_run(name=NAME, question=question, by=reader, at=at, language=get_language() or "uz")
    if request.headers.get("HX-Request"):
        return _progress(request, run)
    return redirect("reports:run", run_id=run.pk)


@require_safe
@for_readers
def progress(request: HttpRequest, reader: User, run_id: UUID) -> HttpResponse:
    """How far a run is; the fragment asks for itself until the run has ended."""
    return _progress(request, _run(run_id, reader))


@require_POST
@for_readers
def cancel(request: HttpRequest, reader: User, run_id: UUID) -> HttpResponse:
    """Nobody wants the run any more."""
    run = cancel_run(run_id=run_id, scope=reader.scope, by=reader, at=now())
    return (
        _progress(request, run)
        if request.headers.get("HX-Request")
        else redirect("reports:run", run_id=run.pk)
    )


@require_safe
@for_readers
def page(request: HttpRequest, reader: User, run_id: UUID) -> HttpResponse:
    """A run: its progress, or its result as it was computed."""
    run = _run(run_id, reader)
    context = {
        "run": run,
        "stage": STAGE_NAMES.get(run.stage, run.stage),
        "files": list(run.files.defer("body")),
    }
    if run.result is None:
        return render(request, "reports/run.html", context)
    question = question_of_run(run, by=request.GET.get("by", ""))
    here = reverse("reports:run", args=[run.pk])
    tabs = [
        {"name": BREAKDOWN_NAMES[one], "href": f"{here}?by={one}", "is_chosen": one == question.by}
        for one in BREAKDOWNS
    ]
    context |= shown(question, run.result, links=False) | {"question": question, "tabs": tabs}
    context["period"] = period_name(question.period)
    return render(request, "reports/response_times.html", context)
