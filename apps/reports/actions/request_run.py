"""Ask for a run of a report; the work is a job."""

from datetime import datetime
from functools import partial

from django.db import transaction

from apps.accounts.models import ApiClient, User
from apps.reports.catalogue import report_named
from apps.reports.models import ReportRun
from apps.reports.questions import Question
from apps.reports.queueing import send


@transaction.atomic
def request_run(*, name: str, question: Question, by: object, at: datetime, language: str) -> ReportRun:
    """Queue a run and send it after commit. Raises `NotFound` for a report that there is not.

    The run keeps the regions of the asker's scope as they are now: a later change of scope changes no run.
    """
    report = report_named(name)
    run = ReportRun.objects.create(
        name=report.name,
        regions=sorted(question.scope.codes),
        is_national=question.scope.is_national,
        period_from=question.period.first,
        period_to=question.period.last,
        params=question.params(),
        language=language,
        user=by if isinstance(by, User) else None,
        client=by if isinstance(by, ApiClient) else None,
        requested_at=at,
    )
    transaction.on_commit(partial(send, run.pk, at=at), robust=True)
    return run
