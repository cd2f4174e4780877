"""What a unit and an assignment may become: pure tables, no Django, no clock."""

from enum import StrEnum
from typing import Final


class UnitStatus(StrEnum):
    """What a unit is doing."""

    OFF_DUTY = "off_duty"
    AVAILABLE = "available"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    BUSY = "busy"
    OUT_OF_SERVICE = "out_of_service"


class AssignmentStatus(StrEnum):
    """How far an assignment is, or how it ended."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLEARED = "cleared"
    REFUSED = "refused"
    EXPIRED = "expired"
    STOOD_DOWN = "stood_down"
    PRE_EMPTED = "pre_empted"


class AidStatus(StrEnum):
    """How far a request for help across a border is."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


U: Final = UnitStatus
A: Final = AssignmentStatus

ACTIVE: Final = frozenset({A.ASSIGNED, A.ACCEPTED, A.EN_ROUTE, A.ON_SCENE})
ENDED: Final = frozenset(A) - ACTIVE

_GIVEN_UP: Final = frozenset({A.REFUSED, A.STOOD_DOWN, A.PRE_EMPTED})

# A step may be skipped (its stamp stays empty); none is taken back. Who has arrived is cleared.
MOVES: Final[dict[AssignmentStatus, frozenset[AssignmentStatus]]] = {
    A.ASSIGNED: frozenset({A.ACCEPTED, A.EN_ROUTE, A.ON_SCENE, A.EXPIRED}) | _GIVEN_UP,
    A.ACCEPTED: frozenset({A.EN_ROUTE, A.ON_SCENE}) | _GIVEN_UP,
    A.EN_ROUTE: frozenset({A.ON_SCENE}) | _GIVEN_UP,
    A.ON_SCENE: frozenset({A.CLEARED}),
    A.CLEARED: frozenset(),
    A.REFUSED: frozenset(),
    A.EXPIRED: frozenset(),
    A.STOOD_DOWN: frozenset(),
    A.PRE_EMPTED: frozenset(),
}

# What a crew tells of itself; what an operator decides besides; time and a more urgent incident do the rest.
BY_THE_UNIT: Final = frozenset({A.ACCEPTED, A.EN_ROUTE, A.ON_SCENE, A.CLEARED, A.REFUSED})
BY_OPERATORS: Final = BY_THE_UNIT | {A.STOOD_DOWN}
NEEDS_REASON: Final = frozenset({A.REFUSED})

# The operators chose the unit, and it does not come: they hear of it, whoever else is on the way.
DOES_NOT_COME: Final = frozenset({A.REFUSED, A.EXPIRED})

STAMPS: Final[dict[AssignmentStatus, str]] = {
    A.ASSIGNED: "assigned_at",
    A.ACCEPTED: "accepted_at",
    A.EN_ROUTE: "en_route_at",
    A.ON_SCENE: "on_scene_at",
    A.CLEARED: "cleared_at",
}

# What an assignment makes of its unit.
UNIT_DURING: Final[dict[AssignmentStatus, UnitStatus]] = {
    A.ASSIGNED: U.ASSIGNED,
    A.ACCEPTED: U.ASSIGNED,
    A.EN_ROUTE: U.EN_ROUTE,
    A.ON_SCENE: U.ON_SCENE,
}

# A crew that has set out is not turned round because the incident changes hands.
SET_OUT: Final = frozenset({A.EN_ROUTE, A.ON_SCENE})

# Who may be sent: free units always, busy ones where a dispatch rule says so.
CALLABLE: Final = frozenset({U.AVAILABLE, U.BUSY})

COMMITTED: Final = frozenset({U.ASSIGNED, U.EN_ROUTE, U.ON_SCENE})
BY_HAND: Final = frozenset(U) - COMMITTED

# A committed unit leaves that state through its assignment alone.
UNIT_MOVES: Final[dict[UnitStatus, frozenset[UnitStatus]]] = {
    U.OFF_DUTY: frozenset({U.AVAILABLE, U.OUT_OF_SERVICE}),
    U.AVAILABLE: frozenset({U.OFF_DUTY, U.BUSY, U.OUT_OF_SERVICE}),
    U.BUSY: frozenset({U.OFF_DUTY, U.AVAILABLE, U.OUT_OF_SERVICE}),
    U.OUT_OF_SERVICE: frozenset({U.OFF_DUTY, U.AVAILABLE}),
    U.ASSIGNED: frozenset(),
    U.EN_ROUTE: frozenset(),
    U.ON_SCENE: frozenset(),
}


def can_move(before: AssignmentStatus, after: AssignmentStatus) -> bool:
    """May an assignment go from `before` to `after`?"""
    return after in MOVES[before]


def can_set(before: UnitStatus, after: UnitStatus) -> bool:
    """May a person set a unit that is `before` to `after`?"""
    return after in UNIT_MOVES[before]


def is_free(status: UnitStatus) -> bool:
    """Can a unit with this status be sent at once?"""
    return status == U.AVAILABLE


def can_be_pre_empted(held: AssignmentStatus, held_priority: int, wanted_priority: int) -> bool:
    """May a unit be taken from one incident for another? Before it has arrived, for a more urgent one.

    Priority 1 is the most urgent.
    """
    return held in ACTIVE - {A.ON_SCENE} and wanted_priority < held_priority


def what_to_do_when_resolved(status: AssignmentStatus) -> AssignmentStatus:
    """How an active assignment ends with its incident: who has arrived is cleared, others stand down."""
    return A.CLEARED if status == A.ON_SCENE else A.STOOD_DOWN


def goes_on_after_transfer(status: AssignmentStatus, *, is_of_new_region: bool) -> bool:
    """Does an active assignment outlive the transfer of its incident?

    Who has set out goes on; so does a unit of the very region that the incident now belongs to.
    """
    return is_of_new_region or status in SET_OUT
