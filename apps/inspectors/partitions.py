"""The days of the table of positions: made ahead, dropped when they are older than positions are kept."""

from datetime import datetime
from typing import Final

from django.conf import settings

from apps.core.days import DayTable, midnight

POSITIONS: Final = DayTable("inspectors_position")


def kept_since(at: datetime) -> datetime:
    """Positions older than this are not kept: a UTC midnight."""
    return midnight(at, days_before=settings.SAFECITY_POSITIONS_KEPT_D)


def keep_days(*, at: datetime) -> tuple[list[str], list[str]]:
    """Make today's partition and the next three; drop those that are too old. Answers what was made and dropped."""
    return POSITIONS.keep(at=at, since=kept_since(at))
