"""Positions come in, in batches, through one statement."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from apps.core.packing import packed_cursor
from apps.inspectors.positions import RECORD, Fate, Reading, fates_of, parameters
from apps.regions.scope import Scope

__all__ = ["Fate", "Reading", "record_positions"]


def record_positions(*, readings: Sequence[Reading], scope: Scope, at: datetime) -> list[Fate]:
    """Store positions and move each unit's newest one on; answers what became of each, in the order given.

    Newest is the latest device time that is not ahead of `at` by more than 5 minutes, so that an old upload never
    moves a unit back. The same device and time again changes nothing. A device that is revoked, whose unit is
    retired or whose region `scope` does not cover is unknown. Off duty nothing is kept, but while somebody of the
    crew needs help. Positions are no events: frames tell of them.
    """
    if not readings:
        return []
    with connection.wrap_database_errors, packed_cursor() as cursor:
        cursor.execute(RECORD, parameters([(0, reading) for reading in readings], at=at, scope=scope))
        row = cursor.fetchone()
        return fates_of(row[0] if row else None)
