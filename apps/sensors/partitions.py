"""How long readings and their minutes are kept, and the days of their tables."""

from datetime import datetime
from typing import Final

from django.conf import settings

from apps.core.days import DayTable, midnight

READINGS: Final = DayTable("sensors_reading")
MINUTES: Final = DayTable("sensors_minuterollup")


def kept_since(at: datetime) -> datetime:
    """Readings older than this are not kept: a UTC midnight."""
    return midnight(at, days_before=settings.SAFECITY_READINGS_KEPT_D)


def minutes_kept_since(at: datetime) -> datetime:
    """Minutes older than this are not kept; hours and days are kept longer."""
    return midnight(at, days_before=settings.SAFECITY_READING_MINUTES_KEPT_D)


def keep_days(*, at: datetime) -> tuple[list[str], list[str]]:
    """Make today's partitions and the next three; drop those that are too old. Answers what was made and dropped."""
    made, dropped = READINGS.keep(at=at, since=kept_since(at))
    more, fewer = MINUTES.keep(at=at, since=minutes_kept_since(at))
    return made + more, dropped + fewer
