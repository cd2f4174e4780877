"""What time does to cameras: the ticker's edge of the room."""

from datetime import datetime
from typing import Final

from apps.cameras.actions import end_viewings, keep_maintenance
from apps.cameras.retention import keep_plates

BEAT_S: Final = 15.0
HOUR_S: Final = 3600.0
WORK_S: Final = 10.0


def end_viewings_of_the_gone(at: datetime) -> None:
    """Every fifteen seconds: who has not looked for a minute has gone."""
    end_viewings(at=at)


def keep_days_of_plates(at: datetime) -> None:
    """Every hour: days of plate readings ahead, and none that are too old."""
    keep_plates(at=at)


def keep_planned_work(at: datetime) -> None:
    """Every ten seconds: planned work on cameras begins and ends."""
    keep_maintenance(at=at)
