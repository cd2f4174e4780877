"""How long each step of a response takes: log-normal by step and priority, with waves over the day. Pure.

The medians are ours (*example*): with them some nine of ten critical incidents are dispatched within a
minute, and most, not all, are reached within five minutes, which is Tashkent's public target.
"""

import math
import random
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from apps.core.clock import TASHKENT


class Step(StrEnum):
    """A part of a response that takes time."""

    ANSWER = "answer"  # a call rings -> is answered
    TALK = "talk"  # answered -> ended
    TAKE = "take"  # reported -> acknowledged
    PROCESS = "process"  # acknowledged -> dispatched
    ACCEPT = "accept"  # assigned -> accepted
    TURN_OUT = "turn_out"  # dispatched -> en route
    TRAVEL = "travel"  # en route -> on scene
    WORK = "work"  # on scene -> resolved
    ADVISE = "advise"  # acknowledged -> resolved by phone
    CLOSE = "close"  # resolved -> closed


@dataclass(frozen=True, slots=True)
class Spread:
    """Medians in seconds for priorities 1 to 5, and the sigma of the logarithm."""

    medians_s: tuple[float, float, float, float, float]
    sigma: float


SPREADS: Final[dict[Step, Spread]] = {
    Step.ANSWER: Spread((4.5, 4.5, 4.5, 4.5, 4.5), 0.62),
    Step.TALK: Spread((75, 80, 95, 110, 120), 0.5),
    Step.TAKE: Spread((6, 8, 13, 24, 40), 0.7),
    Step.PROCESS: Spread((27, 38, 65, 140, 260), 0.58),
    Step.ACCEPT: Spread((7, 8, 9, 11, 12), 0.55),
    Step.TURN_OUT: Spread((34, 42, 58, 85, 110), 0.45),
    Step.TRAVEL: Spread((155, 205, 295, 420, 520), 0.5),
    Step.WORK: Spread((1900, 1500, 1250, 1000, 900), 0.65),
    Step.ADVISE: Spread((300, 280, 260, 240, 240), 0.5),
    Step.CLOSE: Spread((2600, 1900, 420, 360, 360), 0.8),
}

_RUSH: Final = frozenset({8, 9, 17, 18, 19})
_NIGHT: Final = frozenset({23, 0, 1, 2, 3, 4, 5})
_SLOWED_BY_TRAFFIC: Final = frozenset({Step.TRAVEL})
_SLOWED_BY_LOAD: Final = frozenset({Step.ANSWER, Step.TAKE, Step.PROCESS})
# Far between settlements: Karakalpakstan, Navoi, Bukhara; short ways: the capital.
_REMOTENESS: Final[dict[str, float]] = {
    "UZ-QR": 1.34,
    "UZ-NW": 1.28,
    "UZ-BU": 1.12,
    "UZ-QA": 1.10,
    "UZ-SU": 1.12,
    "UZ-JI": 1.08,
    "UZ-TK": 0.92,
}


def draw_s(rng: random.Random, step: Step, *, priority: int, moment: datetime, region: str) -> float:
    """Seconds that a step takes for an incident of this priority (1 to 5) that begins at `moment`."""
    spread = SPREADS[step]
    median = spread.medians_s[priority - 1] * _wave(step, moment) * _place(step, region)
    return rng.lognormvariate(math.log(median), spread.sigma)


def _wave(step: Step, moment: datetime) -> float:
    hour = moment.astimezone(TASHKENT).hour
    if step in _SLOWED_BY_TRAFFIC:
        return 1.25 if hour in _RUSH else 0.84 if hour in _NIGHT else 1.0
    if step in _SLOWED_BY_LOAD:
        return 1.15 if 18 <= hour <= 21 else 1.0
    return 1.2 if step is Step.TURN_OUT and hour in _NIGHT else 1.0


def _place(step: Step, region: str) -> float:
    return _REMOTENESS.get(region, 1.0) if step is Step.TRAVEL else 1.0
