"""What a shift is at a moment, and which plan a beginning belongs to: pure, no Django, no clock."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# Who comes so long before the plan begins keeps it; who comes earlier works an unplanned shift.
EARLY: Final = timedelta(hours=2)
# What a device kept without a connection is taken so long after it happened, and no later.
KEPT_OFFLINE: Final = timedelta(hours=24)
LONGEST_PLAN: Final = timedelta(hours=36)


class ShiftState(StrEnum):
    """How far a shift is."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


def state_of(
    *,
    planned_to: datetime | None,
    began_at: datetime | None,
    ended_at: datetime | None,
    withdrawn_at: datetime | None,
    at: datetime,
) -> ShiftState:
    """A plan that nobody has kept by its end is missed."""
    if withdrawn_at is not None:
        return ShiftState.WITHDRAWN
    if began_at is not None:
        return ShiftState.RUNNING if ended_at is None else ShiftState.ENDED
    return ShiftState.MISSED if planned_to is not None and planned_to <= at else ShiftState.PLANNED
