"""What somebody's duty came to: pure arithmetic of shifts and assignments, no database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# At most so much of the time on duty is committed to calls, or nothing is left for prevention.
SATURATION_LIMIT: Final = 0.6
# Of fewer calls a share says nothing.
FEW_CALLS: Final = 10

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Turn:
    """Time on duty with a unit; without an end it goes on."""

    unit_id: int
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sending:
    """A unit was sent: when, when it accepted and arrived, when this was over."""

    unit_id: int
    assigned_at: datetime
    accepted_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Activity:
    """Figures of one person and one span of time. `calls` are those that came while he or she was on duty."""

    turns: int
    duty_s: float
    committed_s: float
    calls: int
    accepted_in_time: int
    arrived: int

    @property
    def saturation(self) -> float | None:
        """The share of duty that was committed to calls; None without duty."""
        return self.committed_s / self.duty_s if self.duty_s else None

    @property
    def is_small(self) -> bool:
        """Are there too few calls to compare?"""
        return self.calls < FEW_CALLS


def activity_of(
    turns: Sequence[Turn], sendings: Iterable[Sending], *, span: Span, at: datetime, within: timedelta
) -> Activity:
    """The figures of one person's turns of duty; what goes on is counted up to `at`, a moment once.

    A call counts for who was on duty with the unit when it was sent; accepted in time is `within` of that.
    """
    end = min(span[1], at)
    spans = [(turn, _cut((turn.began_at, turn.ended_at or at), (span[0], end))) for turn in turns]
    duty = [(turn, cut) for turn, cut in spans if cut]
    sent = [
        (sending, turn, cut) for sending in sendings for turn, cut in duty if sending.unit_id == turn.unit_id
    ]
    committed = [_cut((one.assigned_at, one.ended_at or at), cut) for one, _turn, cut in sent]
    calls = [one for one, _turn, cut in sent if cut[0] <= one.assigned_at < cut[1]]
    return Activity(
        turns=len(duty),
        duty_s=_length(cut for _turn, cut in duty),
        committed_s=_length(cut for cut in committed if cut),
        calls=len(calls),
        accepted_in_time=sum(_is_in_time(one, within) for one in calls),
        arrived=sum(one.arrived_at is not None for one in calls),
    )


def _is_in_time(sending: Sending, within: timedelta) -> bool:
    """Who sets out without accepting has accepted by that; then the stamp is missing, and nothing is counted."""
    return sending.accepted_at is not None and sending.accepted_at - sending.assigned_at <= within


def _cut(one: Span, other: Span) -> Span | None:
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    return (begin, end) if begin < end else None


def _length(spans: Iterable[Span]) -> float:
    """The seconds that the spans cover together."""
    covered, reached = 0.0, None
    for begin, end in sorted(spans):
        start = begin if reached is None else max(begin, reached)
        covered += max((end - start).total_seconds(), 0.0)
        reached = end if reached is None else max(end, reached)
    return covered
