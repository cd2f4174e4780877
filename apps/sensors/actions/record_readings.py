"""Readings come in, in batches: stored, judged and told of in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from apps.accounts.scope import scope_of
from apps.live.feed import change
from apps.regions.scope import EVERYTHING, Actor
from apps.sensors.given import Accepted, GivenReading, Rows, rows_of
from apps.sensors.judging import judge
from apps.sensors.known import sensors_of
from apps.sensors.partitions import kept_since
from apps.sensors.storing import insert, mark_late, merged, move_states, readings_of


def record_readings(*, readings: Sequence[GivenReading], by: Actor | None, at: datetime) -> Accepted:
    """Store the readings of sensors that `by` may write to; `by` None stands for the portal itself.

    A reading of more than 5 minutes ahead, of no finite number, or of a sensor that is foreign or retired is refused. A
    value that cannot be true is kept and marked. The same sensor and time again changes nothing; where the value
    differs, the first stands. What is older than the newest reading changes no standing with a threshold.
    """
    known = sensors_of(EVERYTHING if by is None else scope_of(by))
    items = [{"sensor": one.sensor, "at": one.at, "value": one.value} for one in readings]
    rows = rows_of(items, known, at=at, kept_since=kept_since(at))
    return store_batches(batches=[rows], at=at)[0]


def store_batches(*, batches: Sequence[Rows], at: datetime) -> list[Accepted]:
    """Store several batches in one transaction, and judge what they say; answers the outcome of each."""
    full = [rows for rows in batches if len(rows)]
    if not full:
        return [rows.outcome([]) for rows in batches]
    together = merged(full)
    with change(at=at) as feed:
        woken = move_states(together, at=at)
        differing = dict(zip(map(id, full), insert(full), strict=True))
        mark_late(together, at=at)
        if woken:
            judge(woken, readings_of(together, woken), at=at, feed=feed)
    return [rows.outcome(differing.get(id(rows), [])) for rows in batches]
