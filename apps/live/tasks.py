"""The Celery edge."""

from celery import shared_task

from apps.core.clock import now
from apps.live.processes import forget
from apps.live.retention import prune


@shared_task(name="live.prune")
def prune_feed() -> None:
    """Drop events that are no longer kept, and prepare the coming days; forget processes that are gone."""
    prune(at=now())
    forget()
