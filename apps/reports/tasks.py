"""The Celery edge: ids in, one call each."""

import time
from datetime import timedelta
from typing import Final

from celery import shared_task

from apps.core.clock import TASHKENT, now
from apps.reports import actions, rolling, rollups
from apps.reports.activity import keeping
from apps.reports.periods import local_day

# A job of every minute ends before the next begins; that one goes on.
ROLLS_FOR_S: Final = 50


@shared_task(name="reports.run")
def run(run_id: str) -> bool:
    """Compute a run; a second call while it is computed, or after, does nothing."""
    return actions.perform_run(run_id=run_id, clock=now)


@shared_task(name="reports.requeue")
def requeue() -> int:
    """Every minute: send again the runs that the queue lost."""
    return actions.requeue_runs(at=now())


@shared_task(name="reports.refresh")
def refresh() -> None:
    """Every minute: condense what was touched, so that readers find little to do."""
    rollups.refresh(at=now())
    keeping.refresh(at=now())


@shared_task(name="reports.roll")
def roll() -> int:
    """Every minute: roll up the days whose facts have changed, and the months that are over."""
    until = time.monotonic() + ROLLS_FOR_S
    return rolling.roll(at=now(), is_stopped=lambda: time.monotonic() > until)


@shared_task(name="reports.nightly")
def nightly() -> None:
    """At 00:20: condense every day touched by corrections, and yesterday from the ground."""
    at = now()
    rollups.refresh(at=at)
    yesterday = local_day(at, TASHKENT) - timedelta(days=1)
    rollups.rebuild([yesterday], at=at)
    keeping.refresh(at=at)
    keeping.rebuild_day(yesterday, at=at)
