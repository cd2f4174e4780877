"""What time does to alarms: the ticker's edge of the room."""

from datetime import datetime
from typing import Final

from apps.alarms.actions import escalate_alarms, expire_shelves, settle_returns

TEND_S: Final = 1.0


def tend(at: datetime) -> None:
    """Every second: shelves that end, chatter that has become quiet, alarms that nobody acknowledges."""
    expire_shelves(at=at)
    settle_returns(at=at)
    escalate_alarms(at=at)
