"""Stop a run that nobody wants any more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.core.errors import NotFound
from apps.regions.scope import Scope
from apps.reports.models import ReportRun, RunStatus


@transaction.atomic
def cancel_run(*, run_id: UUID | str, scope: Scope, by: Any, at: datetime) -> ReportRun:
    """End a queued or running run; one that has ended stays as it is. Raises `NotFound` out of scope.

    A worker notices before its next step and stops.
    """
    run = ReportRun.objects.in_scope(scope).select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFound
    if not run.is_ended:
        run.status, run.finished_at = RunStatus.CANCELLED.value, at
        run.error = f"by {by.actor_name}"[:300]
        run.save(update_fields=["status", "finished_at", "error"])
    return run
