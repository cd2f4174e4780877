"""How a violation is decided: a table, no Django, no database."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """What was decided; `SECONDED` waits for another person's eyes."""

    PENDING = "pending"
    SECONDED = "seconded"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Decision(StrEnum):
    """What a person may say of a violation."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


DECIDED: Final = frozenset({State.CONFIRMED, State.REJECTED})

# From a state, by a decision: what it becomes; where two must confirm, the first confirmation is not the last word.
# One rejection is: in doubt nobody is accused.
MOVES: Final[Mapping[tuple[State, Decision], State]] = {
    (State.PENDING, Decision.CONFIRMED): State.CONFIRMED,
    (State.PENDING, Decision.REJECTED): State.REJECTED,
    (State.SECONDED, Decision.CONFIRMED): State.CONFIRMED,
    (State.SECONDED, Decision.REJECTED): State.REJECTED,
}


def decided(state: State, decision: Decision, *, needs_two: bool) -> State | None:
    """What the violation becomes; None where it is decided already."""
    if state == State.PENDING and decision == Decision.CONFIRMED and needs_two:
        return State.SECONDED
    return MOVES.get((state, decision))


def kind_of_speed(speed: float | None, limit: int | None, over: Mapping[str, int]) -> str | None:
    """The kind whose excess is the greatest among those that this speed reaches; None where it reaches none.

    `over` is km/h above the limit by kind; speeds are km/h.
    """
    if speed is None or limit is None:
        return None
    reached = {kind: excess for kind, excess in over.items() if speed - limit >= excess}
    return max(reached, key=lambda kind: (reached[kind], kind), default=None)
