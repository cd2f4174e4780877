"""The Celery edge."""

from typing import Final

from celery import shared_task

from apps.cameras.checking import look_at_due_cameras
from apps.cameras.retention import forget_detections
from apps.core.clock import now

# The beat asks every ten seconds; who is still at it then shares with whoever comes.
FOR_S: Final = 10.0


@shared_task(name="cameras.look")
def look() -> int:
    """Look at the cameras whose beat has come."""
    return look_at_due_cameras(for_s=FOR_S)


@shared_task(name="cameras.forget_detections")
def forget_old_detections() -> int:
    """Detections that are too old go."""
    return forget_detections(at=now())
