"""What a day or a month of a region counts: parts by priority, interval and type, and how they are kept as bytes."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import orjson

from apps.reports.intervals import State
from apps.reports.lengths import Lengths, lengths_of, merged, packed_all, unpacked
from apps.reports.limits import Limits

US_PER_S: Final = 1_000_000
# Most of what deflate gains it gains at once.
EFFORT: Final = 1
ALL: Final = ""
# Priority, interval, type where it is counted apart.
Key = tuple[int | None, str, str]
# A row of `FROM_FACTS`: priority, interval, type, state, how many, their lengths as big-endian eights of bytes.
FactRow = tuple[int | None, str, str, str, int, bytes | None]


@dataclass(slots=True)
class Part:
    """One interval at one priority: how many are in which state, and the lengths of those that count.

    `within` are those at most `limit_s` long, when this was counted. `lengths` may be left unread.
    """

    key: Key
    states: dict[str, int]
    sum_us: int = 0
    limit_s: int | None = None
    within: int = 0
    lengths: Lengths | None = None

    @property
    def n(self) -> int:
        """How many count."""
        return self.states.get(State.COUNTED, 0)


def parts_of(rows: Iterable[FactRow], limits: Limits) -> list[Part]:
    """The parts that these facts make."""
    found: dict[Key, Part] = {}
    for priority, interval, kind, state, count, lengths in rows:
        part = found.setdefault((priority, interval, kind), Part((priority, interval, kind), {}))
        part.states[state] = count
        if state == State.COUNTED:
            part.lengths = lengths_of(np.frombuffer(lengths or b"", ">i8"))
    return [_judged(part, limits) for part in found.values()]


def _judged(part: Part, limits: Limits) -> Part:
    priority, interval, kind = part.key
    limit = limits.of(kind, priority, interval)
    part.limit_s = limit.seconds if limit else None
    if part.lengths is not None:
        part.sum_us = int((part.lengths.in_us * part.lengths.counts).sum())
        part.within = part.lengths.within(limit.seconds * US_PER_S) if limit else 0
    return part


def together(several: Iterable[Part], limits: Limits) -> list[Part]:
    """Days as a month: the parts of each key as one. Their lengths are there."""
    by_key: dict[Key, list[Part]] = {}
    for part in several:
        by_key.setdefault(part.key, []).append(part)
    return [_judged(_one_of(key, parts), limits) for key, parts in by_key.items()]


def _one_of(key: Key, parts: Sequence[Part]) -> Part:
    states: dict[str, int] = {}
    for part in parts:
        for state, count in part.states.items():
            states[state] = states.get(state, 0) + count
    lengths = [part.lengths for part in parts if part.lengths is not None]
    return Part(key, states, lengths=merged(lengths) if lengths else None)


Percentiles = Mapping[str, Mapping[str, list[float]]]


def percentiles_of(parts: Sequence[Part], *, by_priority: bool) -> Percentiles:
    """By priority (as text; `ALL` of them together, "None" of what has none) and interval."""
    lengths: dict[tuple[str, str], list[Lengths]] = {}
    for part in parts:
        if part.lengths is not None:
            priority, interval, _ = part.key
            lengths.setdefault((ALL, interval), []).append(part.lengths)
            if by_priority:
                lengths.setdefault((str(priority), interval), []).append(part.lengths)
    found: dict[str, dict[str, list[float]]] = {}
    for (priority_text, interval), several in lengths.items():
        found.setdefault(priority_text, {})[interval] = merged(several).percentiles()
    return found


def kept(parts: Sequence[Part], *, by_priority: bool) -> tuple[bytes, bytes]:
    """The counts with the percentiles (of all, or also by priority), and apart from them the lengths: few need those."""
    counts = [
        [*part.key, part.states, part.sum_us, part.limit_s, part.within, part.lengths is not None]
        for part in parts
    ]
    head = orjson.dumps([counts, percentiles_of(parts, by_priority=by_priority)])
    lengths = packed_all(part.lengths for part in parts if part.lengths is not None)
    return zlib.compress(head, EFFORT), zlib.compress(lengths, EFFORT)


def read_back(head: bytes, lengths: bytes | None) -> tuple[list[Part], Percentiles]:
    """What `kept` made; without `lengths` the parts have none."""
    counts, percentiles = orjson.loads(zlib.decompress(head))
    values = unpacked(zlib.decompress(lengths)) if lengths is not None else None
    parts = []
    for priority, interval, kind, states, sum_us, limit_s, within, has_lengths in counts:
        mine: Any = next(values) if has_lengths and values is not None else None
        parts.append(Part((priority, interval, kind), states, sum_us, limit_s, within, mine))
    return parts, percentiles
