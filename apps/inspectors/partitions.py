"""How long it is known where units were: days of positions are made ahead, and dropped when they are too old."""

from datetime import datetime
from typing import Final

from django.conf import settings

from apps.core.days import DayTable, midnight
from apps.inspectors.models import LatestPosition

POSITIONS: Final = DayTable("inspectors_position")


def kept_since(at: datetime) -> datetime:
    """Positions older than this are not kept: a UTC midnight."""
    return midnight(at, days_before=settings.SAFECITY_POSITIONS_KEPT_D)


def keep_days(*, at: datetime) -> tuple[list[str], list[str]]:
    """Make today's partition and the next three; drop those that are too old. Answers what was made and dropped.

    The newest position of a unit that has been silent for as long goes with them.
    """
    since = kept_since(at)
    LatestPosition.objects.filter(at__lt=since).delete()
    return POSITIONS.keep(at=at, since=since)
