"""Every write of reports."""

from apps.reports.actions.cancel_run import cancel_run
from apps.reports.actions.perform_run import perform_run
from apps.reports.actions.request_run import request_run
from apps.reports.actions.requeue_runs import requeue_runs

__all__ = ["cancel_run", "perform_run", "request_run", "requeue_runs"]
