"""What time does to alarms: the ticker's edge of the room."""

import time
from datetime import datetime
from typing import Final

from apps.alarms.actions import escalate_alarms, expire_shelves, open_asked, settle_returns, watch_floods
from apps.alarms.evaluation.following import Following
from apps.alarms.evaluation.reading import raise_what_waited, read_the_feed

READ_S: Final = 0.2
TEND_S: Final = 1.0
FLOOD_S: Final = 5.0
OPEN_S: Final = 0.5
_following: Final = Following()


def evaluate(at: datetime) -> None:
    """Five times a second: what the feed tells becomes alarms; and that it does is told."""
    began = time.monotonic()
    facts = read_the_feed(at=at)
    _following.read(facts, time.monotonic() - began)


def end_grace(at: datetime) -> None:
    """Every second: what has outlasted its grace time is raised."""
    raise_what_waited(at=at)


def end_shelves(at: datetime) -> None:
    """Every second: what was shelved until now comes back."""
    expire_shelves(at=at)


def settle(at: datetime) -> None:
    """Every second: chatter that is quiet has returned."""
    settle_returns(at=at)


def escalate(at: datetime) -> None:
    """Every second: what nobody has acknowledged in time goes up."""
    escalate_alarms(at=at)


# One by one: whatever is wrong with one of them holds up no other.
TENDING: Final = (end_grace, end_shelves, settle, escalate)


def open_incidents(at: datetime) -> None:
    """Twice a second: incidents that rules ask for are opened, beside the alarms and never before them."""
    open_asked(at=at)


def count_floods(at: datetime) -> None:
    """Every five seconds: where alarms come faster than people can take them in."""
    watch_floods(at=at)
