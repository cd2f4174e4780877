"""How observations become a camera's health, and cameras' failures a node's: pure rules.

One lost answer is no outage. A camera is offline after `offline_after` failures in a row, and back after `online_after`
answers in a row; what is not known yet is decided by the first answer. Answers that are poor for `online_after` times in
a row make it degraded. It is flapping, and shown as degraded, when answers and failures took turns `flaps` times within
`flap_window_s`; until fewer than half as many turns lie within that time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final


class State(StrEnum):
    """What a camera's health is, planned work aside."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    DEGRADED = "degraded"
    OFFLINE = "offline"


class Seen(StrEnum):
    """What one look at a camera, or one report about it, says."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Limits:
    """When observations count."""

    offline_after: int = 3
    online_after: int = 2
    flaps: int = 6
    flap_window_s: int = 3600


# A camera that reads plates misses cars while it is away: it is believed to be down sooner. A camera that is turned
# pauses while it moves: it gets one failure more.
LIMITS: Final[Mapping[str, Limits]] = {"plate": Limits(offline_after=2), "ptz": Limits(offline_after=4)}
USUAL: Final = Limits()


def limits_of(kind: str) -> Limits:
    """The limits for a kind of camera."""
    return LIMITS.get(kind, USUAL)


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a camera: its state, the last run of like observations, and when answers and failures took turns.

    `run` counts observations like the last one, `answers` those in a row that were no failure; both count only as far
    as they matter, so that a camera that works stays the same row. `since` is when the present run of answers, or of
    failures, began.
    """

    state: State = State.UNKNOWN
    last: Seen | None = None
    run: int = 0
    answers: int = 0
    since: datetime | None = None
    turns: tuple[datetime, ...] = ()

    @property
    def is_failing(self) -> bool:
        """Did the last look fail?"""
        return self.last is Seen.DOWN


def observed(health: Health, seen: Seen, *, at: datetime, limits: Limits = USUAL) -> Health:
    """The health after one more observation; one from before the present run is late, and changes nothing."""
    if health.since is not None and at < health.since:
        return health
    is_turn = health.last is not None and health.is_failing != (seen is Seen.DOWN)
    cap = limits.offline_after if seen is Seen.DOWN else limits.online_after
    after = Health(
        state=health.state,
        last=seen,
        run=min(health.run + 1, cap) if seen is health.last else 1,
        answers=0 if seen is Seen.DOWN else min(health.answers + 1, limits.online_after),
        since=at if is_turn or health.since is None else health.since,
        turns=(*_recent(health.turns, at, limits), at)[-limits.flaps :] if is_turn else health.turns,
    )
    return replace(after, state=_state(after, at, limits))


def _state(health: Health, at: datetime, limits: Limits) -> State:
    flapping = _is_flapping(health, at, limits)
    if health.last is Seen.DOWN:
        return _failing(health, flapping, limits)
    if health.state is State.OFFLINE and health.answers < limits.online_after:
        return State.OFFLINE
    if health.state in (State.UNKNOWN, State.OFFLINE):
        return State.DEGRADED if flapping or health.last is Seen.DEGRADED else State.ONLINE
    is_sure = health.run >= limits.online_after
    if flapping or (is_sure and health.last is Seen.DEGRADED):
        return State.DEGRADED
    return State.ONLINE if is_sure else health.state


def _failing(health: Health, flapping: bool, limits: Limits) -> State:
    if health.run >= limits.offline_after:
        return State.OFFLINE
    return State.DEGRADED if flapping and health.state is State.ONLINE else health.state


def _is_flapping(health: Health, at: datetime, limits: Limits) -> bool:
    enough = ceil(limits.flaps / 2) if health.state is State.DEGRADED else limits.flaps
    return len(_recent(health.turns, at, limits)) >= enough


def _recent(turns: Iterable[datetime], at: datetime, limits: Limits) -> tuple[datetime, ...]:
    begin = at - timedelta(seconds=limits.flap_window_s)
    return tuple(turn for turn in turns if turn > begin)


def settled(state: State, *, at: datetime, limits: Limits = USUAL) -> Health:
    """The health that somebody states: believed at once, and left only as any other."""
    if state is State.UNKNOWN:
        return Health()
    last = {State.ONLINE: Seen.UP, State.DEGRADED: Seen.DEGRADED, State.OFFLINE: Seen.DOWN}[state]
    is_down = last is Seen.DOWN
    run = limits.offline_after if is_down else limits.online_after
    return Health(state=state, last=last, run=run, answers=0 if is_down else run, since=at)


# A node has failed when at least three of its cameras, and three in five of those that worked, began to fail within the
# window; it is back when no more than three in ten of those still fail.
NODE_AT_LEAST: Final = 3
NODE_FAILS_SHARE: Final = 0.6
NODE_BACK_SHARE: Final = 0.3


def node_fails(*, lately: int, working: int) -> bool:
    """Did the node fail, and not only some of its cameras?

    `lately` began to fail within the window, `working` are those and the ones that answer; cameras that were out before
    count in neither.
    """
    return lately >= max(NODE_AT_LEAST, ceil(NODE_FAILS_SHARE * working))


def node_is_back(*, failing: int, lost: int) -> bool:
    """Do enough of the cameras that were lost with the node answer again?"""
    return failing <= NODE_BACK_SHARE * lost
