"""How often each length occurs: packed small, laid together without loss, and asked for percentiles. Pure, no Django."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

# Microseconds of the units that lengths are packed in: stamps of imports are whole seconds, those of devices often ms.
UNITS: Final = (1_000_000, 1_000, 1)
# Unit, bytes of a step, bytes of a count (0: each occurs once), how many values.
HEAD: Final = struct.Struct("<BBBI")
SIZES: Final = (1, 2, 4, 8)
SHARES: Final = (0.5, 0.9, 0.95)
# Seconds that are counted in a table as long as the longest: twelve days.
TABLE: Final = 1 << 20
# Fewer are sorted sooner than such a table is made.
WORTH_A_TABLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths in multiples of `unit` microseconds, ascending, each `counts` times. A value may stand there twice."""

    unit: int
    values: Any
    counts: Any

    @property
    def in_us(self) -> Any:
        """The values in microseconds."""
        return self.values * self.unit

    @property
    def n(self) -> int:
        """How many lengths."""
        return int(self.counts.sum())

    def within(self, limit_us: int) -> int:
        """How many are at most that long."""
        return int(self.counts[: np.searchsorted(self.values, limit_us // self.unit, side="right")].sum())

    def percentiles(self, shares: Sequence[float] = SHARES) -> list[float]:
        """Microseconds, by the interpolation of PostgreSQL's `percentile_cont` (orderedsetaggs.c); none of nothing."""
        last = np.cumsum(self.counts)
        if not last.size:
            return []
        places = [share * (int(last[-1]) - 1) for share in shares]
        lows = [int(place) for place in places]
        ranks = [*lows, *(int(np.ceil(place)) for place in places)]
        found = self.in_us[np.searchsorted(last, ranks, side="right")].tolist()
        low, high = found[: len(shares)], found[len(shares) :]
        return [
            a + (place - rank) * (b - a) for a, b, place, rank in zip(low, high, places, lows, strict=True)
        ]


def lengths_of(microseconds: Any) -> Lengths:
    """Of an array in any order."""
    values = np.sort(np.asarray(microseconds, dtype=np.int64))
    if not values.size:
        return Lengths(UNITS[0], values, values)
    # As `np.unique`, in a third of its time for the few hundred values of a part of a day.
    ends = np.append(np.flatnonzero(values[1:] != values[:-1]), values.size - 1)
    counts = ends + 1
    counts[1:] -= ends[:-1] + 1
    values = values[ends]
    unit = next(unit for unit in UNITS if not (values % unit).any())
    return Lengths(unit, values // unit, counts)


def _tabled(parts: Sequence[Lengths]) -> Lengths:
    values = np.concatenate([part.values for part in parts])
    # Counts of doubles are exact up to 2^53.
    table = np.bincount(values, weights=np.concatenate([part.counts for part in parts]))
    found = np.flatnonzero(table)
    return Lengths(UNITS[0], found, table[found].astype(np.int64))


def merged(parts: Sequence[Lengths]) -> Lengths:
    """All of them together, each value once."""
    if len(parts) == 1:
        return parts[0]
    size = sum(part.values.size for part in parts)
    if not size:
        return lengths_of([])
    if size >= WORTH_A_TABLE and all(
        part.unit == UNITS[0] and (not part.values.size or part.values[-1] < TABLE) for part in parts
    ):
        return _tabled(parts)
    unit = min(part.unit for part in parts)
    values = np.concatenate([part.values * (part.unit // unit) for part in parts])
    order = np.argsort(values, kind="stable")
    values, counts = values[order], np.concatenate([part.counts for part in parts])[order]
    first = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    return Lengths(unit, values[first], np.add.reduceat(counts, first))


def _smallest(values: Any) -> int:
    most = int(values.max(initial=0))
    return next(size for size in SIZES if most < 1 << 8 * size)


def packed(lengths: Lengths) -> bytes:
    """The steps from value to value and the counts, in as few bytes each as the largest needs."""
    steps = lengths.values.copy()
    steps[1:] -= lengths.values[:-1]
    is_once = bool((lengths.counts == 1).all())
    step, count = _smallest(steps), 0 if is_once else _smallest(lengths.counts)
    head = HEAD.pack(UNITS.index(lengths.unit), step, count, lengths.values.size)
    body: bytes = steps.astype(f"<u{step}").tobytes()
    return head + body if is_once else head + body + lengths.counts.astype(f"<u{count}").tobytes()


def unpacked(body: bytes) -> Iterator[Lengths]:
    """What `packed` made, one after another."""
    at = 0
    while at < len(body):
        unit, step, count, size = HEAD.unpack_from(body, at)
        at += HEAD.size
        values = np.cumsum(np.frombuffer(body, f"<u{step}", size, at), dtype=np.int64)
        at += size * step
        counts = (
            np.frombuffer(body, f"<u{count}", size, at).astype(np.int64) if count else np.ones(size, np.int64)
        )
        at += size * count
        yield Lengths(UNITS[unit], values, counts)


def packed_all(several: Iterable[Lengths]) -> bytes:
    """As many as you like, for `unpacked`."""
    return b"".join(packed(one) for one in several)
