"""What time brings to the field: the ticker's edge, which reads the settings and makes one call."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from apps.inspectors.actions import expire_assignments, watch_signs_of_life
from apps.inspectors.frames import Frames
from apps.inspectors.partitions import keep_days

LIFE_S: Final = 10.0
_frames = Frames()


def publish_frames(at: datetime) -> None:
    """Every second: where units are."""
    _frames.publish(at)


def expire(at: datetime) -> None:
    """Every second: who has not accepted in time."""
    expire_assignments(at=at, within=timedelta(seconds=settings.SAFECITY_ACCEPT_WITHIN_S))


def watch_life(at: datetime) -> None:
    """Every ten seconds: who is on scene and has not been heard of."""
    watch_signs_of_life(at=at, answer_within=timedelta(seconds=settings.SAFECITY_LIFE_ANSWER_S))


def keep_partitions(at: datetime) -> None:
    """Every hour: days of positions ahead, and none that are too old."""
    keep_days(at=at)
