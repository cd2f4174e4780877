"""Readings and limits as they are given: what can be kept of readings, and by which code the rest is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import inf
from typing import Any, Final

from apps.core.packing import micros_of
from apps.sensors.known import Known

NUMBERS: Final = frozenset({int, float})
FUTURE_WITHIN: Final = timedelta(minutes=5)


class Refusal(StrEnum):
    """Why a reading is not kept."""

    INVALID = "invalid"
    INVALID_TIME = "invalid_time"
    INVALID_VALUE = "invalid_value"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"
    UNKNOWN_SENSOR = "unknown_sensor"
    AMBIGUOUS_SENSOR = "ambiguous_sensor"
    DIFFERENT_VALUE = "different_value"


@dataclass(frozen=True, slots=True)
class GivenReading:
    """What a sensor says: its code (or `REGION:CODE`), its clock, and a value in its kind's unit."""

    sensor: str
    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class GivenThreshold:
    """A limit of one sensor (`sensor_id`), or of a kind, in one region or everywhere; see `Threshold`."""

    limit: float
    measure: str = "value"
    compare: str = "above"
    kind: str | None = None
    sensor_id: int | None = None
    region: str | None = None
    deadband: float = 0.0
    delay_s: int = 0
    return_delay_s: int = 0
    level: int = 3


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many readings stand in the database, and the place and code of each that was refused."""

    accepted: int
    rejected: list[tuple[int, str]]


@dataclass(slots=True)
class Rows:
    """Readings that can be kept, as columns: sensor, time in microseconds, value, whether it cannot be true.

    `places` are those in what was given; `rejected` tells of the others.
    """

    ids: list[int] = field(default_factory=list)
    micros: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    outside: list[bool] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    repeated: int = 0

    def __len__(self) -> int:
        return len(self.ids)

    def outcome(self, differing: Sequence[int]) -> Accepted:
        """What to answer; `differing` are rows that the database has with another value."""
        rejected = self.rejected + [(self.places[n], Refusal.DIFFERENT_VALUE.value) for n in differing]
        return Accepted(len(self) + self.repeated - len(differing), sorted(rejected))


@dataclass(slots=True)
class Sieve:
    """Puts to `rows` what can be kept, one item after the other; times are microseconds, as rows hold them."""

    known: Mapping[str, Known | None]
    newest: int
    oldest: int
    rows: Rows = field(default_factory=Rows)
    seen: dict[tuple[int, int], float] = field(default_factory=dict)
    times: dict[Any, int | None] = field(default_factory=dict)

    def take(self, place: int, item: Any) -> Refusal | None:
        """Keep an item, or say why not. Called for every reading that comes in, and kept flat for that."""
        try:
            sensor, micros, value = self.known[item["sensor"]], self.times[item["at"]], item["value"]
        except (TypeError, KeyError):
            return self._take_slowly(place, item)
        if type(value) not in NUMBERS or not -inf < value < inf:
            return Refusal.INVALID_VALUE
        if sensor is None:
            return Refusal.AMBIGUOUS_SENSOR
        if micros is None:
            return Refusal.INVALID_TIME
        if not self.oldest <= micros <= self.newest:
            return Refusal.IN_FUTURE if micros > self.newest else Refusal.TOO_OLD
        key = (sensor.id, micros)
        if key in self.seen:
            return self._repeat(key, value)
        self.seen[key] = value
        rows = self.rows
        rows.ids.append(sensor.id)
        rows.micros.append(micros)
        rows.values.append(value)
        rows.outside.append(not sensor.low <= value <= sensor.high)
        rows.places.append(place)
        return None

    def _repeat(self, key: tuple[int, int], value: float) -> Refusal | None:
        if self.seen[key] != value:
            return Refusal.DIFFERENT_VALUE
        self.rows.repeated += 1
        return None

    def _take_slowly(self, place: int, item: Any) -> Refusal | None:
        """An item whose time comes for the first time, or that is not as it should be."""
        if not isinstance(item, dict) or not item.keys() >= {"sensor", "at", "value"}:
            return Refusal.INVALID
        if not isinstance(item["sensor"], str):
            return Refusal.INVALID
        if not isinstance(item["at"], str | datetime):
            return Refusal.INVALID_TIME
        if item["sensor"] not in self.known:
            return Refusal.UNKNOWN_SENSOR
        self.times[item["at"]] = micros_from(item["at"])
        return self.take(place, item)


def rows_of(
    items: Sequence[Any], known: Mapping[str, Known | None], *, at: datetime, kept_since: datetime
) -> Rows:
    """The rows of items like `{"sensor": "W-1", "at": "2026-10-01T08:00:00+05:00", "value": 3.2}`.

    A value twice for one sensor and time is one row where it is the same; else the first stands.
    """
    sieve = Sieve(known, newest=micros_of(at + FUTURE_WITHIN), oldest=micros_of(kept_since))
    for place, item in enumerate(items):
        refusal = sieve.take(place, item)
        if refusal is not None:
            sieve.rows.rejected.append((place, refusal.value))
    return sieve.rows


def micros_from(given: str | datetime) -> int | None:
    """The microseconds of a time with its zone, also as text in ISO 8601; None for anything else."""
    try:
        at = datetime.fromisoformat(given) if isinstance(given, str) else given
        return None if at.tzinfo is None else micros_of(at)
    except (ValueError, OverflowError):
        return None
