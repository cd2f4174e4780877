"""What time brings to sensors: the ticker's edge."""

from datetime import datetime
from typing import Final

from apps.sensors.actions import judge_due
from apps.sensors.actions.judge_due import AT_ONCE
from apps.sensors.partitions import keep_days
from apps.sensors.rollups import condense

ROUNDS: Final = 10


def judge_what_is_due(at: datetime) -> None:
    """Every second: silence, delays that are over. Many at once are taken in turns that others can come between."""
    for _ in range(ROUNDS):
        if judge_due(at=at) < AT_ONCE:
            return


def keep_partitions(at: datetime) -> None:
    """Every hour: days of readings ahead, and none that are too old."""
    keep_days(at=at)


def condense_readings(at: datetime) -> None:
    """Every half a minute: minutes that are over, hours and days with them, and what came late."""
    condense(at=at)
