"""The same figures of the field from the same rows, in plain Python: slow, and in no way like the statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from apps.core.clock import TASHKENT
from apps.inspectors.models import Assignment, Shift

STAMPS = ("assigned_at", "accepted_at", "en_route_at", "on_scene_at", "cleared_at", "ended_at")
Span = tuple[datetime, datetime]


@dataclass
class Day:
    """Of one unit and day, for one person or (None) the unit itself."""

    duty_s: float = 0.0
    committed_s: float = 0.0
    calls: int = 0
    accepted: int = 0
    refused: int = 0
    expired: int = 0
    withdrawn: int = 0
    arrived: int = 0
    off_shift: int = 0
    unstamped: int = 0
    unended: int = 0
    accept_s: list[float] = field(default_factory=list)


Key = tuple[int, date, int | None]


def midnight(day: date) -> datetime:
    """Where a local day begins."""
    return datetime.combine(day, datetime.min.time(), TASHKENT).astimezone(UTC)


def covered_s(spans: Iterable[Span], other: Iterable[Span] | None = None) -> float:
    """The seconds between any two neighbouring edges whose middle lies in a span (and in one of the others)."""
    first = list(spans)
    second = None if other is None else list(other)
    edges = sorted({edge for span in first + (second or []) for edge in span})
    total = 0.0
    for begin, end in pairwise(edges):
        middle = begin + (end - begin) / 2
        if any(a <= middle < b for a, b in first) and (
            second is None or any(a <= middle < b for a, b in second)
        ):
            total += (end - begin).total_seconds()
    return total


def came_at(sent: Assignment) -> datetime | None:
    """The first stamp that it has."""
    return next((getattr(sent, name) for name in STAMPS if getattr(sent, name)), None)


def days_by_hand(*, at: datetime, first: date, last: date) -> dict[Key, Day]:
    """Every unit's days that hold anything."""
    found: dict[Key, Day] = defaultdict(Day)
    sent = [one for one in Assignment.objects.select_related("incident") if not one.incident.is_exercise]
    shifts = [one for one in Shift.objects.all() if one.began_at is not None]
    units = {one.unit_id for one in sent} | {one.unit_id for one in shifts}
    for unit in units:
        day = first
        while day <= last:
            mine = [one for one in sent if one.unit_id == unit]
            turns = [one for one in shifts if one.unit_id == unit]
            found.update(_unit_day(unit, day, turns, mine, at))
            day += timedelta(days=1)
    return found


def _cut(begin: datetime, end: datetime | None, day: date, at: datetime) -> list[Span]:
    since, until = midnight(day), midnight(day + timedelta(days=1))
    low, high = max(begin, since), min(end or at, until)
    return [(low, high)] if low < high else []


def _unit_day(
    unit: int, day: date, turns: list[Shift], sent: list[Assignment], at: datetime
) -> dict[Key, Day]:
    duty: dict[int | None, list[Span]] = {None: []}
    for turn in turns:
        assert turn.began_at is not None
        for span in _cut(turn.began_at, turn.ended_at, day, at):
            duty.setdefault(turn.inspector_id, []).append(span)
            duty[None].append(span)
    work = [
        span
        for one in sent
        if one.assigned_at and (one.ended_at or one.is_active)
        for span in _cut(one.assigned_at, one.ended_at, day, midnight(day + timedelta(days=1)))
    ]
    until = midnight(day + timedelta(days=1))
    today = [one for one in sent if (came := came_at(one)) and midnight(day) <= came < until]
    found = {}
    for who, spans in duty.items():
        row = Day()
        if who is not None:
            row.duty_s, row.committed_s = covered_s(spans), covered_s(spans, work)
        _count(row, today, spans, is_unit=who is None)
        if spans or row.calls or row.off_shift or row.unstamped:
            found[(unit, day, who)] = row
    return found


def _count(row: Day, today: list[Assignment], spans: list[Span], *, is_unit: bool) -> None:
    for one in today:
        if is_unit:
            row.unended += not one.is_active and one.ended_at is None
        if one.assigned_at is None:
            row.unstamped += is_unit
            continue
        if not any(begin <= one.assigned_at < end for begin, end in spans):
            row.off_shift += is_unit
            continue
        row.calls += 1
        row.accepted += any((one.accepted_at, one.en_route_at, one.on_scene_at, one.cleared_at))
        row.refused += one.status == "refused"
        row.expired += one.status == "expired"
        row.withdrawn += one.status in {"stood_down", "pre_empted"}
        row.arrived += one.on_scene_at is not None
        if one.accepted_at and one.accepted_at >= one.assigned_at:
            row.accept_s.append((one.accepted_at - one.assigned_at).total_seconds())
