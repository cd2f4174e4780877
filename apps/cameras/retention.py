"""How long it is kept what cameras saw: where vehicles and people were goes by itself."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection

from apps.cameras.models import Detection, PlateHit, Violation
from apps.core.days import DayTable, midnight

# ruff: noqa: S608 - the names in this statement are this room's own; every value is a parameter.

PLATES: Final = DayTable("cameras_plateread")
# So many go in one transaction: nobody waits long for what it locks.
TOGETHER: Final = 5000
FORGET: Final = f"""
    DELETE FROM {Detection._meta.db_table} WHERE id IN (
        SELECT id FROM {Detection._meta.db_table} AS known
        WHERE began_at < %(since)s AND updated_at < %(since)s AND NOT EXISTS (
            SELECT FROM {Violation._meta.db_table} AS violation WHERE violation.detection_id = known.id
        )
        ORDER BY began_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
"""


def plates_kept_since(at: datetime) -> datetime:
    """Plate readings older than this are not kept: a UTC midnight."""
    return midnight(at, days_before=settings.SAFECITY_PLATES_KEPT_D)


def detections_kept_since(at: datetime) -> datetime:
    """Detections of which nothing was heard since are not kept: a UTC midnight."""
    return midnight(at, days_before=settings.SAFECITY_DETECTIONS_KEPT_D)


def keep_plates(*, at: datetime) -> tuple[list[str], list[str]]:
    """Make the days ahead, drop those that are too old, and the hits of the watch list with them.

    Answers the names of the days that were made and of those that were dropped.
    """
    since = plates_kept_since(at)
    PlateHit.objects.filter(at__lt=since).delete()
    return PLATES.keep(at=at, since=since)


def forget_detections(*, at: datetime) -> int:
    """Delete detections that are too old, a few thousand at a time; answers how many went.

    What a violation points to is evidence, and stays with it. Any number of workers may do this at once.
    """
    since, gone = detections_kept_since(at), 0
    while went := _forget(since):
        gone += went
    return gone


def _forget(since: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"since": since, "limit": TOGETHER})
        return int(cursor.rowcount)
