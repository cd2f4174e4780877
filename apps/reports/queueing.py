"""Sending a run to the workers. Redis may be dead: then the run waits in PostgreSQL, and `requeue` sends it again."""

from datetime import datetime
from uuid import UUID

import redis
import structlog
from celery import current_app
from kombu.exceptions import OperationalError

from apps.reports.models import ReportRun

log = structlog.get_logger(__name__)
TASK = "reports.run"


def send(run_id: UUID, *, at: datetime) -> bool:
    """Hand the run to the queue and note when; False when the queue could not be reached."""
    try:
        current_app.send_task(TASK, args=[str(run_id)], retry=False, ignore_result=True)
    except (OperationalError, redis.RedisError, OSError) as error:
        log.warning("report_run_not_sent", run_id=str(run_id), error=str(error))
        return False
    ReportRun.objects.filter(pk=run_id).update(sent_at=at)
    return True
