"""Send again what the queue or a worker lost."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from apps.reports.actions.perform_run import SILENT
from apps.reports.models import ReportRun, RunStatus
from apps.reports.queueing import send

UNSENT: Final = timedelta(seconds=20)
ATTEMPTS: Final = 3


@transaction.atomic
def _take(at: datetime) -> list[ReportRun]:
    """The forgotten runs, queued again under their locks; those that were tried often enough fail."""
    forgotten = ReportRun.objects.forgotten(unsent_before=at - UNSENT, silent_before=at - SILENT)
    runs = list(forgotten.select_for_update(skip_locked=True))
    for run in runs:
        if run.attempt >= ATTEMPTS:
            run.status, run.error, run.finished_at = RunStatus.FAILED.value, "given_up", at
        else:
            run.status, run.sent_at = RunStatus.QUEUED.value, None
        run.save(update_fields=["status", "error", "finished_at", "sent_at"])
    return [run for run in runs if not run.is_ended]


def requeue_runs(*, at: datetime) -> int:
    """Send every forgotten run again; answers how many the queue took."""
    return sum(send(run.pk, at=at) for run in _take(at))
