"""The response intervals (NFPA 1710 and 1225 wording) and what becomes of a pair of stamps, as tables: pure, no Django."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.incidents.workflow import INTERVALS as BETWEEN_STAMPS
from apps.incidents.workflow import PRIORITIES, Interval, Stamp


class Per(StrEnum):
    """What one measurement belongs to."""

    INCIDENT = "incident"
    INCIDENT_WITHOUT_CALL = "incident_without_call"
    CALL = "call"
    ASSIGNMENT = "assignment"


class State(StrEnum):
    """What becomes of one pair of stamps in the figures."""

    COUNTED = "counted"
    # No stop stamp yet, and it can still come; past its limit it is a miss, shown apart.
    OPEN = "open"
    MISSING = "missing"
    DISORDERED = "disordered"
    CANCELLED = "cancelled"
    UNFOUNDED = "unfounded"
    EXERCISE = "exercise"
    MERGED = "merged"
    OFFICER_INITIATED = "officer_initiated"
    TEST_CALL = "test_call"


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table: an interval runs from one stamp to another of what it is measured per.

    `later` are the stamps after whose coming the stop stamp is missing for good, not still awaited. `ended` is the
    stamp with which a call or an assignment is over: what had not come by then never comes.
    """

    interval: Interval
    per: Per
    start: str
    stop: str
    later: tuple[str, ...] = ()
    ended: str = ""


def _after(stop: Stamp) -> tuple[str, ...]:
    order = list(Stamp)
    return tuple(stamp.value for stamp in order[order.index(stop) + 1 :])


def _of_incident(interval: Interval) -> Measure:
    start, stop = BETWEEN_STAMPS[interval]
    per = Per.INCIDENT_WITHOUT_CALL if interval == Interval.ANSWERING else Per.INCIDENT
    return Measure(interval, per, start.value, stop.value, _after(stop))


MEASURES: Final = (
    Measure(Interval.ANSWERING, Per.CALL, "rang_at", "answered_at", ended="ended_at"),
    *(_of_incident(interval) for interval in Interval if interval in BETWEEN_STAMPS),
    Measure(
        Interval.ACCEPTANCE,
        Per.ASSIGNMENT,
        "assigned_at",
        "accepted_at",
        later=("en_route_at", "on_scene_at", "cleared_at"),
        ended="ended_at",
    ),
)
# One fact of this interval stands for each incident: the number of incidents is counted on it.
ONE_PER_INCIDENT: Final = Interval.RESOLUTION
# These never count, in no figure and in no volume.
NEVER_COUNTED: Final = (State.EXERCISE, State.MERGED, State.TEST_CALL)
# These are in the denominator of completeness: the pair was due.
DUE: Final = (State.COUNTED, State.DISORDERED, State.MISSING, State.OPEN)
HAS_BOTH: Final = (State.COUNTED, State.DISORDERED)
# A call that became no incident has no priority; its target is that of the most urgent, as nobody could know better.
PRIORITY_OF_NONE: Final = min(PRIORITIES)
