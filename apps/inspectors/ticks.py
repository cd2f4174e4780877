"""What time brings to the field: the ticker's edge, which reads the settings and makes one call."""

from datetime import datetime, timedelta

from django.conf import settings

from apps.inspectors.actions import expire_assignments
from apps.inspectors.frames import Frames
from apps.inspectors.partitions import keep_days

_frames = Frames()


def publish_frames(at: datetime) -> None:
    """Every second: where units are."""
    _frames.publish(at)


def expire(at: datetime) -> None:
    """Every second: who has not accepted in time."""
    expire_assignments(at=at, within=timedelta(seconds=settings.SAFECITY_ACCEPT_WITHIN_S))


def keep_partitions(at: datetime) -> None:
    """Every hour: days of positions ahead, and none that are too old."""
    keep_days(at=at)
