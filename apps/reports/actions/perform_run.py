"""Do the work of a run: claim it, compute, write the files, finish. Safe to call twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

from apps.incidents.workflow import Interval
from apps.regions.scope import Scope
from apps.reports.catalogue import report_named
from apps.reports.files import files_of
from apps.reports.models import ReportFile, ReportRun, RunStatus
from apps.reports.periods import Period
from apps.reports.questions import BREAKDOWNS, Question, default_by
from apps.reports.rollups import refresh

Clock = Callable[[], datetime]
# A worker that was silent for so long is gone; longer than any step takes.
SILENT: Final = timedelta(minutes=10)


class RunTaken(Exception):
    """The run was cancelled, or another worker has it."""


def question_of(run: ReportRun, *, by: str = "") -> Question:
    """What the run was asked for, within the scope that it keeps; `by` is the table that somebody looks at."""
    params = run.params
    scope = Scope(frozenset(run.regions), is_national=run.is_national)
    return Question(
        period=Period(run.period_from, run.period_to),
        scope=scope,
        regions=() if run.is_national else tuple(run.regions),
        priorities=tuple(params.get("priorities", ())),
        types=tuple(params.get("types", ())),
        interval=Interval(params.get("interval", Interval.TOTAL_RESPONSE)),
        compare=params.get("compare", "previous"),
        by=by if by in BREAKDOWNS else default_by(scope),
    )


def _claim(run_id: UUID | str, *, at: datetime) -> ReportRun | None:
    free = Q(status=RunStatus.QUEUED) | Q(status=RunStatus.RUNNING, beat_at__lt=at - SILENT)
    taken = ReportRun.objects.filter(free, pk=run_id).update(
        status=RunStatus.RUNNING,
        started_at=at,
        beat_at=at,
        progress=0,
        stage="facts",
        attempt=F("attempt") + 1,
    )
    return ReportRun.objects.get(pk=run_id) if taken else None


def _update(run: ReportRun, **values: Any) -> None:
    mine = ReportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING, attempt=run.attempt)
    if not mine.update(**values):
        raise RunTaken


@transaction.atomic
def _finish(run: ReportRun, result: dict[str, Any], files: list[ReportFile], *, at: datetime) -> None:
    _update(
        run, status=RunStatus.DONE, progress=100, stage="ready", result=result, beat_at=at, finished_at=at
    )
    run.files.all().delete()
    ReportFile.objects.bulk_create(files)


def _compute(run: ReportRun, clock: Clock) -> None:
    def step(progress: int, stage: str) -> None:
        _update(run, progress=progress, stage=stage, beat_at=clock())

    report = report_named(run.name)
    as_of = refresh(at=clock())
    result = report.build(question_of(run), as_of=as_of, step=step)
    step(90, "files")
    _finish(run, result, files_of(run, report, result), at=clock())


def perform_run(*, run_id: UUID | str, clock: Clock) -> bool:
    """Compute the run unless somebody else does or it has ended; False then. What fails is told by the run.

    `clock` is read at each step, as a sign of life.
    """
    run = _claim(run_id, at=clock())
    if run is None:
        return False
    try:
        with translation.override(run.language):
            _compute(run, clock)
    except RunTaken:
        return False
    except Exception:
        ReportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING, attempt=run.attempt).update(
            status=RunStatus.FAILED, error="internal", finished_at=clock()
        )
        raise
    return True
