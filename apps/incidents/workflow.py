"""What an incident may become, which stamp each state sets, who may move it.

Pure tables, no Django, no clock.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """How far an incident is."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    UNFOUNDED = "unfounded"
    REOPENED = "reopened"
    MERGED = "merged"


class Outcome(StrEnum):
    """What came of an incident."""

    DEALT_WITH = "dealt_with"
    REPORT_TAKEN = "report_taken"
    DETAINED = "detained"
    HANDED_OVER = "handed_over"
    NOTHING_FOUND = "nothing_found"
    FALSE_ALARM = "false_alarm"


class Stamp(StrEnum):
    """The moments that response intervals are measured between; each is the first unit's."""

    REPORTED_AT = "reported_at"
    ACKNOWLEDGED_AT = "acknowledged_at"
    DISPATCHED_AT = "dispatched_at"
    EN_ROUTE_AT = "en_route_at"
    ON_SCENE_AT = "on_scene_at"
    RESOLVED_AT = "resolved_at"
    CLOSED_AT = "closed_at"


class Interval(StrEnum):
    """The intervals of NFPA 1710 and 1225 that targets and reports name."""

    ANSWERING = "answering"
    PROCESSING = "processing"
    HOLD = "hold"
    ACCEPTANCE = "acceptance"
    TURNOUT = "turnout"
    TRAVEL = "travel"
    ARRIVAL = "arrival"
    TOTAL_RESPONSE = "total_response"
    RESOLUTION = "resolution"


S = Status

# The way of an ordinary incident; a unit that reports later steps first leaves the earlier stamps empty.
CHAIN: Final = (S.REPORTED, S.ACKNOWLEDGED, S.DISPATCHED, S.EN_ROUTE, S.ON_SCENE, S.RESOLVED, S.CLOSED)
WITH_UNITS: Final = frozenset({S.DISPATCHED, S.EN_ROUTE, S.ON_SCENE})
_GIVEN_UP: Final = frozenset({S.CANCELLED, S.UNFOUNDED})
_AT_WORK: Final = frozenset({S.RESOLVED, S.ON_HOLD}) | _GIVEN_UP

# Two moves are apart: merging needs the incident to merge into (`CAN_BE_MERGED`), and an incident returns to
# acknowledged when its last unit is gone (`WITH_UNITS`).
MOVES: Final[dict[Status, frozenset[Status]]] = {
    S.REPORTED: frozenset({S.ACKNOWLEDGED}) | _GIVEN_UP,
    S.ACKNOWLEDGED: frozenset({S.DISPATCHED}) | _AT_WORK,
    S.DISPATCHED: frozenset({S.EN_ROUTE, S.ON_SCENE}) | _AT_WORK,
    S.EN_ROUTE: frozenset({S.ON_SCENE}) | _AT_WORK,
    S.ON_SCENE: _AT_WORK,
    S.REOPENED: frozenset({S.ACKNOWLEDGED, S.DISPATCHED}) | _AT_WORK,
    S.RESOLVED: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.CANCELLED: frozenset({S.REOPENED}),
    S.UNFOUNDED: frozenset({S.REOPENED}),
    # plus whatever the state before the hold allows, see `moves_from`
    S.ON_HOLD: frozenset(),
    S.MERGED: frozenset(),
}

OPEN: Final = frozenset(
    {S.REPORTED, S.ACKNOWLEDGED, S.DISPATCHED, S.EN_ROUTE, S.ON_SCENE, S.ON_HOLD, S.REOPENED, S.RESOLVED}
)
UNRESOLVED: Final = OPEN - {S.RESOLVED}
CAN_BE_MERGED: Final = frozenset({S.REPORTED, S.ACKNOWLEDGED, S.REOPENED})

STAMP_OF: Final[dict[Status, Stamp]] = {
    S.REPORTED: Stamp.REPORTED_AT,
    S.ACKNOWLEDGED: Stamp.ACKNOWLEDGED_AT,
    S.DISPATCHED: Stamp.DISPATCHED_AT,
    S.EN_ROUTE: Stamp.EN_ROUTE_AT,
    S.ON_SCENE: Stamp.ON_SCENE_AT,
    S.RESOLVED: Stamp.RESOLVED_AT,
    S.CLOSED: Stamp.CLOSED_AT,
}
# The first of these counts; resolution and closing end at the last.
KEPT_STAMPS: Final = frozenset(STAMP_OF.values()) - {Stamp.RESOLVED_AT, Stamp.CLOSED_AT}
# The last stamp that an incident may have; units may have been where it was given up or reopened.
LAST_STAMP: Final[dict[Status, Stamp]] = STAMP_OF | {
    S.CANCELLED: Stamp.ON_SCENE_AT,
    S.UNFOUNDED: Stamp.ON_SCENE_AT,
    S.REOPENED: Stamp.ON_SCENE_AT,
}
# A state that cannot be without its stamp.
STAMP_NEEDED: Final[dict[Status, Stamp]] = {S.RESOLVED: Stamp.RESOLVED_AT, S.CLOSED: Stamp.CLOSED_AT}

NEEDS_OUTCOME: Final = frozenset({S.RESOLVED})
NEEDS_NOTE: Final = frozenset({S.CANCELLED, S.UNFOUNDED, S.REOPENED})
NEEDS_SUPERVISOR: Final = frozenset({S.REOPENED})

URGENT: Final = frozenset({1, 2})
PRIORITIES: Final = (1, 2, 3, 4, 5)
LATE_AFTER: Final = timedelta(minutes=2)
# Two clocks are never quite the same.
CLOCK_SKEW: Final = timedelta(seconds=5)

INTERVALS: Final[dict[Interval, tuple[Stamp, Stamp]]] = {
    Interval.ANSWERING: (Stamp.REPORTED_AT, Stamp.ACKNOWLEDGED_AT),
    Interval.PROCESSING: (Stamp.ACKNOWLEDGED_AT, Stamp.DISPATCHED_AT),
    Interval.HOLD: (Stamp.REPORTED_AT, Stamp.DISPATCHED_AT),
    Interval.TURNOUT: (Stamp.DISPATCHED_AT, Stamp.EN_ROUTE_AT),
    Interval.TRAVEL: (Stamp.EN_ROUTE_AT, Stamp.ON_SCENE_AT),
    Interval.ARRIVAL: (Stamp.DISPATCHED_AT, Stamp.ON_SCENE_AT),
    Interval.TOTAL_RESPONSE: (Stamp.REPORTED_AT, Stamp.ON_SCENE_AT),
    Interval.RESOLUTION: (Stamp.REPORTED_AT, Stamp.RESOLVED_AT),
}


def moves_from(status: Status, held_from: Status | None = None) -> frozenset[Status]:
    """The states that may follow. From a hold: back to the state before it, or on as that state allows."""
    if status != S.ON_HOLD:
        return MOVES[status]
    if held_from is None:
        raise ValueError("a hold knows the state before it")
    return (MOVES[held_from] | {held_from}) - {S.ON_HOLD}


def can_move(before: Status, after: Status, held_from: Status | None = None) -> bool:
    """May an incident go from `before` to `after`?"""
    return after in moves_from(before, held_from)


def is_behind(status: Status, step: Status) -> bool:
    """Does `step` of the chain lie ahead of `status`? A reopened incident starts again as an acknowledged
    one.
    """
    here = S.ACKNOWLEDGED if status == S.REOPENED else status
    return here in CHAIN and CHAIN.index(here) < CHAIN.index(step)


def needs_supervisor(to: Status, *, highest_priority: int, stamps: Mapping[Stamp, datetime | None]) -> bool:
    """Must a supervisor make this move?

    Reopening; closing what was ever P1 or P2; closing with stamps missing.
    """
    if to in NEEDS_SUPERVISOR:
        return True
    return to == S.CLOSED and (highest_priority in URGENT or not has_complete_stamps(stamps))


def has_complete_stamps(stamps: Mapping[Stamp, datetime | None]) -> bool:
    """Reported, acknowledged and resolved; and where a unit was sent, each step of its way."""
    way = [stamps.get(STAMP_OF[step]) for step in (S.DISPATCHED, S.EN_ROUTE, S.ON_SCENE)]
    ends = [stamps.get(STAMP_OF[step]) for step in (S.REPORTED, S.ACKNOWLEDGED, S.RESOLVED)]
    return None not in ends and (all(way) or not any(way))


def earlier_than(stamp: Stamp, stamps: Mapping[Stamp, datetime | None]) -> list[datetime]:
    """The times that there are of the steps before this one."""
    order = list(Stamp)
    return [at for at in map(stamps.get, order[: order.index(stamp)]) if at is not None]


def later_than(stamp: Stamp, stamps: Mapping[Stamp, datetime | None]) -> list[datetime]:
    """The times that there are of the steps after this one."""
    order = list(Stamp)
    return [at for at in map(stamps.get, order[order.index(stamp) + 1 :]) if at is not None]


def is_ahead(stamp: Stamp, status: Status, held_from: Status | None = None) -> bool:
    """Does a stamp tell of a step that an incident of this status has not come to?"""
    order = list(Stamp)
    return order.index(stamp) > order.index(LAST_STAMP[held_from or status])


def settled(at: datetime, earlier: Iterable[datetime]) -> datetime | None:
    """When a step happened that somebody takes at `at`: not before the earlier ones; None where `at` is disordered.

    Two clocks, or a wait for a lock, may put a step a moment before the one it follows: up to `CLOCK_SKEW` it counts
    as simultaneous. More is never invented.
    """
    newest = max([at, *earlier])
    return newest if newest - at <= CLOCK_SKEW else None


def is_too_late(stamp_at: datetime, at: datetime) -> bool:
    """Is a stamp given so long after the fact that it would be a correction?"""
    return at - stamp_at > LATE_AFTER


def is_in_future(stamp_at: datetime, at: datetime) -> bool:
    """Does a stamp lie ahead, beyond what two clocks differ by?"""
    return stamp_at - at > CLOCK_SKEW
