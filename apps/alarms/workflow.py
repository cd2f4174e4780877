"""The states of an alarm and its moves (ANSI/ISA-18.2-2016, clause 5.2; IEC 62682): pure tables, no clock.

An alarm's condition is there (`unacknowledged`, `acknowledged`) or has returned to normal (`returned`, and
`cleared` once somebody has seen it). Beside that it may be set aside: shelved by a person for a time, suppressed
by an alarm that explains it, or out of service. What is set aside goes on beneath: its condition may return and
come again, and it comes back as what it has become.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where an alarm is."""

    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    SHELVED = "shelved"
    SUPPRESSED = "suppressed"
    OUT_OF_SERVICE = "out_of_service"
    CLEARED = "cleared"


class Move(StrEnum):
    """What may happen to an alarm."""

    OCCUR = "occur"
    RETURN = "return"
    ACKNOWLEDGE = "acknowledge"
    CLEAR = "clear"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    SUPPRESS = "suppress"
    UNSUPPRESS = "unsuppress"
    TAKE_OUT = "take_out"
    PUT_BACK = "put_back"


class Clearing(StrEnum):
    """What an alarm turned out to be."""

    TRUE = "true"
    FALSE = "false"
    TEST = "test"
    UNKNOWN = "unknown"


S, M = State, Move

OPEN: Final = frozenset(State) - {S.CLEARED}
IN_VIEW: Final = frozenset({S.UNACKNOWLEDGED, S.ACKNOWLEDGED, S.RETURNED})
SET_ASIDE: Final = frozenset({S.SHELVED, S.SUPPRESSED, S.OUT_OF_SERVICE})
WAITS_FOR_A_PERSON: Final = frozenset({S.UNACKNOWLEDGED, S.RETURNED})

# What an alarm in view becomes.
MOVES: Final[dict[tuple[State, Move], State]] = {
    (S.UNACKNOWLEDGED, M.OCCUR): S.UNACKNOWLEDGED,
    (S.ACKNOWLEDGED, M.OCCUR): S.ACKNOWLEDGED,
    (S.RETURNED, M.OCCUR): S.UNACKNOWLEDGED,
    (S.UNACKNOWLEDGED, M.RETURN): S.RETURNED,
    (S.ACKNOWLEDGED, M.RETURN): S.CLEARED,
    (S.UNACKNOWLEDGED, M.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.RETURNED, M.ACKNOWLEDGE): S.CLEARED,
    (S.UNACKNOWLEDGED, M.CLEAR): S.CLEARED,
    (S.ACKNOWLEDGED, M.CLEAR): S.CLEARED,
}
ASIDE: Final[dict[Move, State]] = {
    M.SHELVE: S.SHELVED,
    M.SUPPRESS: S.SUPPRESSED,
    M.TAKE_OUT: S.OUT_OF_SERVICE,
}
BACK: Final[dict[Move, State]] = {
    M.UNSHELVE: S.SHELVED,
    M.UNSUPPRESS: S.SUPPRESSED,
    M.PUT_BACK: S.OUT_OF_SERVICE,
}
# What goes on beneath while an alarm is set aside; people act only on what they see.
BENEATH: Final = frozenset({M.OCCUR, M.RETURN})
# Kept from those that must be seen at once, such as a call for help.
NEVER_OF_THE_URGENT: Final = frozenset(ASIDE)

# A return and the next occurrence are transitions; so many within the window are chatter.
CHATTER_COUNT: Final = 3
CHATTER_WINDOW: Final = timedelta(seconds=60)
# A chattering alarm has returned when it has been quiet for so long.
QUIET: Final = timedelta(seconds=60)

PRIORITIES: Final = (1, 2, 3, 4)
# The first level calls the supervisors of the region; a critical alarm goes on to the nation's duty officer.
SUPERVISORS: Final = 1
DUTY_OFFICER: Final = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an alarm is, and what it is beneath while it is set aside."""

    state: State
    beneath: State | None = None


def after(standing: Standing, move: Move) -> Standing | None:
    """What the move leads to; None where it is not possible."""
    if standing.state in SET_ASIDE:
        return _after_aside(standing, move)
    if move in ASIDE and standing.state in IN_VIEW:
        return Standing(ASIDE[move], standing.state)
    following = MOVES.get((standing.state, move))
    return None if following is None else Standing(following)


def _after_aside(standing: Standing, move: Move) -> Standing | None:
    beneath = standing.beneath
    if beneath is None:
        raise ValueError("what is set aside knows what it is beneath")
    if BACK.get(move) == standing.state:
        return Standing(beneath)
    following = MOVES.get((beneath, move)) if move in BENEATH else None
    if following is None:
        return None
    return Standing(S.CLEARED) if following == S.CLEARED else Standing(standing.state, following)


def is_over(standing: Standing) -> bool:
    """Has its condition returned to normal, in view or beneath?"""
    return standing.state == S.CLEARED or S.RETURNED in (standing.state, standing.beneath)


def moves_from(standing: Standing) -> frozenset[Move]:
    """What may happen to it."""
    return frozenset(move for move in Move if after(standing, move) is not None)


def recent(transitions: Sequence[datetime], at: datetime) -> list[datetime]:
    """The transitions within the window that ends at `at`, in their order."""
    return sorted(moment for moment in transitions if at - CHATTER_WINDOW < moment <= at)


def chatters(transitions: Sequence[datetime], at: datetime) -> bool:
    """Does the condition come and go so often that each return would be noise?"""
    return len(recent(transitions, at)) >= CHATTER_COUNT


def escalation_due(*, priority: int, waits_since: datetime, after_s: int | None, at: datetime) -> int:
    """The level that an alarm nobody has acknowledged has risen to: 0, supervisors, the duty officer.

    The duty officer hears only of critical ones, when the time has passed twice.
    """
    if not after_s:
        return 0
    passed = (at - waits_since) / timedelta(seconds=after_s)
    if passed >= 2 and priority == 1:
        return DUTY_OFFICER
    return SUPERVISORS if passed >= 1 else 0


def may_shelve_until(until: datetime, at: datetime, *, hours: int) -> bool:
    """Does a shelf end later than now, and within the hours that the type allows?"""
    return at < until <= at + timedelta(hours=hours)
