"""When alarms come faster than people can take them in: pure rules (ANSI/ISA-18.2-2016, clause 16; EEMUA 191).

A flood begins when more than 10 alarms for one operator have come within 10 minutes, and is over when fewer than 5
have. An alarm counts for the 10 minutes after it came, the last moment left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=10)
BEGINS_ABOVE: Final = 10
OVER_BELOW: Final = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A flood; one that lasts has no end."""

    began_at: datetime
    ended_at: datetime | None


def is_flood(count: int, *, operators: int, was: bool) -> bool:
    """Is it a flood with so many alarms within the window, for so many operators, when it was or was not one before?"""
    people = max(operators, 1)
    return count >= OVER_BELOW * people if was else count > BEGINS_ABOVE * people


def floods(times: Iterable[datetime], *, operators: int = 1) -> list[Span]:
    """The floods that alarms raised at these times made."""
    raised = list(times)
    # One that leaves the window goes before one that comes at the same moment.
    steps = sorted([(at, 1) for at in raised] + [(at + WINDOW, -1) for at in raised])
    found: list[Span] = []
    began_at: datetime | None = None
    count = 0
    for at, step in steps:
        count += step
        goes_on = is_flood(count, operators=operators, was=began_at is not None)
        if goes_on and began_at is None:
            began_at = at
        elif not goes_on and began_at is not None:
            found.append(Span(began_at, at))
            began_at = None
    return found if began_at is None else [*found, Span(began_at, None)]


def within(spans: Iterable[Span], start: datetime, end: datetime) -> timedelta:
    """How much of the time from `start` to `end` the floods take."""
    parts = ((max(span.began_at, start), min(span.ended_at or end, end)) for span in spans)
    return sum((until - since for since, until in parts if until > since), timedelta(0))
