"""How long it is kept where vehicles were: personal data that goes by itself."""

from datetime import datetime
from typing import Final

from django.conf import settings

from apps.cameras.models import PlateHit
from apps.core.days import DayTable, midnight

PLATES: Final = DayTable("cameras_plateread")


def plates_kept_since(at: datetime) -> datetime:
    """Plate readings older than this are not kept: a UTC midnight."""
    return midnight(at, days_before=settings.SAFECITY_PLATES_KEPT_D)


def keep_plates(*, at: datetime) -> tuple[list[str], list[str]]:
    """Make the days ahead, drop those that are too old, and the hits of the watch list with them.

    Answers the names of the days that were made and of those that were dropped.
    """
    since = plates_kept_since(at)
    PlateHit.objects.filter(at__lt=since).delete()
    return PLATES.keep(at=at, since=since)
