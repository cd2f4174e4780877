"""When what is measured crosses a limit, and when it is back: pure, no Django, no database, no clock.

A threshold has an on-delay, a return delay and a deadband (the terms of ISA-18.2 and EEMUA 191). A value is beyond
above `limit` (or below it), and back at `limit` less the deadband (or plus it); between the two nothing changes.
What was beyond for the whole on-delay has crossed, since its first reading beyond; what was back for the whole return
delay has ended, at its first reading back. Between two readings a value stays what it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Final, Protocol


class Measure(StrEnum):
    """What of a sensor is compared: its value, its value's change in an hour, or for how long it is silent."""

    VALUE = "value"
    RATE = "rate"
    ABSENCE = "absence"


class Compare(StrEnum):
    """On which side of the limit it is beyond."""

    ABOVE = "above"
    BELOW = "below"


class Phase(StrEnum):
    """Where a sensor stands with a threshold."""

    NORMAL = "normal"
    PENDING = "pending"
    CROSSED = "crossed"
    RETURNING = "returning"


class SensorStatus(StrEnum):
    """What a sensor's mark on the screen says."""

    OK = "ok"
    CROSSED = "crossed"
    STALE = "stale"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


class Limit(Protocol):
    """A threshold, as the rules know it; `limit` is in the sensor's unit, in its unit per hour, or in seconds."""

    @property
    def measure(self) -> str: ...
    @property
    def compare(self) -> str: ...
    @property
    def limit(self) -> float: ...
    @property
    def deadband(self) -> float: ...
    @property
    def delay_s(self) -> int: ...
    @property
    def return_delay_s(self) -> int: ...


Sample = tuple[datetime, float]

# Two readings closer than this tell nothing about a rate: the noise of a second would be 3,600 times as much in an hour.
RATE_OVER: Final = timedelta(seconds=60)
# A sensor that misses so many of its readings is stale.
STALE_AFTER: Final = 3
OPEN: Final = frozenset({Phase.CROSSED, Phase.RETURNING})


@dataclass(frozen=True, slots=True)
class Standing:
    """A sensor's phase with one threshold: beyond since `began_at`, back since `back_at`, `peak` the worst."""

    phase: Phase = Phase.NORMAL
    began_at: datetime | None = None
    back_at: datetime | None = None
    value: float | None = None
    peak: float | None = None

    @property
    def is_open(self) -> bool:
        """Has the limit been crossed, and not been left for good?"""
        return self.phase in OPEN


NORMAL: Final = Standing()


@dataclass(frozen=True, slots=True)
class Turn:
    """A standing that changed, when, and by which sample; by none where time alone changed it."""

    at: datetime
    before: Standing
    after: Standing
    x: float | None = None

    @property
    def begins(self) -> bool:
        """Is this the moment at which the crossing is certain?"""
        return self.after.is_open and not self.before.is_open

    @property
    def ends(self) -> bool:
        """Is the crossing over?"""
        return self.before.is_open and not self.after.is_open

    @property
    def ended_at(self) -> datetime:
        """The first reading that was back, of one that is over."""
        return self.before.back_at or self.at


@dataclass(frozen=True, slots=True)
class Span:
    """A crossing as `replay` finds it; one that lasts has no end."""

    began_at: datetime
    ended_at: datetime | None
    value: float
    peak: float


def is_beyond(limit: Limit, x: float) -> bool:
    """Is the measured value on the wrong side of the limit?"""
    return x > limit.limit if limit.compare == Compare.ABOVE else x < limit.limit


def is_back(limit: Limit, x: float) -> bool:
    """Is it on the right side again, by the deadband?"""
    if limit.compare == Compare.ABOVE:
        return x <= limit.limit - limit.deadband
    return x >= limit.limit + limit.deadband


def worst(limit: Limit, *values: float | None) -> float | None:
    """The value farthest beyond."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return min(known) if limit.compare == Compare.BELOW and limit.measure != Measure.ABSENCE else max(known)


def observe(limit: Limit, standing: Standing, at: datetime, x: float) -> Standing:
    """The standing after a sample; time has passed up to `at` already."""
    if standing.is_open:
        return _observe_open(limit, standing, at, x)
    if limit.measure == Measure.ABSENCE or not is_beyond(limit, x):
        return NORMAL
    began_at = standing.began_at or at
    is_certain = at - began_at >= timedelta(seconds=limit.delay_s)
    phase = Phase.CROSSED if is_certain else Phase.PENDING
    return Standing(phase, began_at, None, x, worst(limit, standing.peak, x))


def _observe_open(limit: Limit, standing: Standing, at: datetime, x: float) -> Standing:
    seen = replace(standing, value=x, peak=worst(limit, standing.peak, x))
    if limit.measure != Measure.ABSENCE and not is_back(limit, x):
        return replace(seen, phase=Phase.CROSSED, back_at=None)
    back_at = standing.back_at or at
    if at - back_at >= timedelta(seconds=limit.return_delay_s):
        return NORMAL
    return replace(seen, phase=Phase.RETURNING, back_at=back_at)


def deadline(limit: Limit, standing: Standing, last_at: datetime | None) -> datetime | None:
    """When time alone will change the standing, if no sample comes; `last_at` is that of the newest reading."""
    if standing.phase == Phase.PENDING and standing.began_at:
        return standing.began_at + timedelta(seconds=limit.delay_s)
    silent_at, over_at = _silent_at(limit, last_at), _over_at(limit, standing)
    if standing.phase == Phase.RETURNING and over_at:
        return min(over_at, silent_at) if silent_at else over_at
    if standing.phase == Phase.NORMAL and silent_at:
        return silent_at + timedelta(seconds=limit.delay_s)
    return None


def _silent_at(limit: Limit, last_at: datetime | None) -> datetime | None:
    if limit.measure != Measure.ABSENCE or last_at is None:
        return None
    return last_at + timedelta(seconds=limit.limit)


def _over_at(limit: Limit, standing: Standing) -> datetime | None:
    return standing.back_at and standing.back_at + timedelta(seconds=limit.return_delay_s)


def _at_deadline(limit: Limit, standing: Standing, last_at: datetime | None) -> Standing:
    silent_at = _silent_at(limit, last_at)
    if standing.phase == Phase.PENDING:
        return replace(standing, phase=Phase.CROSSED)
    if standing.phase == Phase.NORMAL:
        return Standing(Phase.CROSSED, silent_at, None, limit.limit, limit.limit)
    over_at = _over_at(limit, standing)
    if silent_at is not None and over_at is not None and silent_at < over_at:
        return replace(standing, phase=Phase.CROSSED, back_at=None)
    return NORMAL


def _passed(limit: Limit, standing: Standing, last_at: datetime | None, until: datetime) -> Iterator[Turn]:
    """What time alone changes up to `until`."""
    while (due := deadline(limit, standing, last_at)) is not None and due <= until:
        after = _at_deadline(limit, standing, last_at)
        yield Turn(due, standing, after)
        standing = after


def follow(
    limit: Limit,
    standing: Standing,
    samples: Sequence[Sample],
    *,
    last_at: datetime | None = None,
    until: datetime | None = None,
) -> list[Turn]:
    """Every change of the standing over the samples, which are in order of time, and then up to `until`."""
    turns: list[Turn] = []
    for at, x in samples:
        turns += _passed(limit, standing, last_at, at)
        standing = turns[-1].after if turns else standing
        after = observe(limit, standing, at, x)
        if after != standing:
            turns.append(Turn(at, standing, after, x))
            standing = after
        last_at = at
    if until is not None:
        turns += _passed(limit, standing, last_at, until)
    return turns


def rates(base: Sample | None, readings: Sequence[Sample]) -> tuple[list[Sample], Sample | None]:
    """Change per hour at each reading, and the reading that the next one is compared with.

    A reading is compared with the last one that is at least `RATE_OVER` older; nearer ones are left out.
    """
    found: list[Sample] = []
    for at, value in readings:
        if base is not None and at - base[0] < RATE_OVER:
            continue
        if base is not None:
            found.append((at, (value - base[1]) / ((at - base[0]).total_seconds() / 3600)))
        base = (at, value)
    return found, base


def silences(last_at: datetime | None, readings: Sequence[Sample]) -> list[Sample]:
    """For each reading the seconds since the one before."""
    times = [last_at or readings[0][0], *(at for at, _ in readings)] if readings else []
    return [(after, (after - before).total_seconds()) for before, after in pairwise(times)]


def samples_of(limit: Limit, readings: Sequence[Sample]) -> list[Sample]:
    """What the threshold measures of a row of readings."""
    if limit.measure == Measure.RATE:
        return rates(None, readings)[0]
    return silences(None, readings) if limit.measure == Measure.ABSENCE else list(readings)


def replay(limit: Limit, readings: Sequence[Sample], *, until: datetime | None = None) -> list[Span]:
    """The crossings that these readings of one sensor, in order of time, would have been.

    `until` is the end of the time looked at; without it, time stops with the last reading.
    """
    spans: list[Span] = []
    for turn in follow(limit, NORMAL, samples_of(limit, readings), until=until):
        if turn.begins:
            spans.append(begun(turn.after))
        elif spans and spans[-1].ended_at is None and turn.before.is_open:
            ended_at = turn.ended_at if turn.ends else None
            spans[-1] = replace(spans[-1], ended_at=ended_at, peak=peak_of(limit, turn))
    return spans


def begun(standing: Standing) -> Span:
    """What a standing that is not normal would be as a crossing."""
    if standing.began_at is None or standing.value is None or standing.peak is None:
        raise ValueError("a crossing has a begin and a value")
    return Span(standing.began_at, None, standing.value, standing.peak)


def peak_of(limit: Limit, turn: Turn) -> float:
    """The worst of a crossing, up to and with this turn."""
    peak = worst(limit, turn.before.peak, turn.after.peak, turn.x)
    if peak is None:
        raise ValueError("a crossing has a peak")
    return peak


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a sensor may send without anybody looking: values from `low` to `high`; or every reading is looked at."""

    low: float = -inf
    high: float = inf
    takes_all: bool = False


def quiet_range(limits: Sequence[Limit]) -> Quiet:
    """The values that leave a sensor whose every standing is normal as it is."""
    values = [limit for limit in limits if limit.measure == Measure.VALUE]
    return Quiet(
        low=max((one.limit for one in values if one.compare == Compare.BELOW), default=-inf),
        high=min((one.limit for one in values if one.compare == Compare.ABOVE), default=inf),
        takes_all=any(limit.measure == Measure.RATE for limit in limits),
    )
