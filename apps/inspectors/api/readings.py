"""Positions as JSON rows, read one by one: what is wrong with a row is said of that row alone."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from apps.inspectors.actions.record_positions import Reading

DEVICE_LENGTH: Final = 80
# A clock that is farther ahead is broken; its positions would stand before all true ones.
AHEAD_AT_MOST: Final = timedelta(days=1)
# Where a number must lie to be stored: name, least, most; a heading is taken round the circle.
MEASURES: Final = (
    ("speed_mps", 0.0, 1000.0),
    ("heading", -360.0, 720.0),
    ("accuracy_m", 0.0, 1e6),
    ("battery", 0.0, 100.0),
)


class BadRow(ValueError):
    """A row that cannot be stored; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def reading_of(row: Any, *, at: datetime) -> Reading:
    """One row of `POST /intake/positions/`; raises `BadRow`. `at` is our clock."""
    if not isinstance(row, Mapping):
        raise BadRow("invalid")
    measures = {name: _measure(row.get(name), least, most) for name, least, most in MEASURES}
    if measures["heading"] is not None:
        measures["heading"] %= 360
    return Reading(
        device=_device(row.get("device")),
        at=_moment(row.get("at"), at),
        lon=_degrees(row.get("lon"), 180),
        lat=_degrees(row.get("lat"), 90),
        **measures,
    )


def _device(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > DEVICE_LENGTH or "\x00" in value:
        raise BadRow("invalid_device")
    return value


def _moment(value: Any, at: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.utcoffset() is None:
            raise BadRow("invalid_at")
        if moment - at > AHEAD_AT_MOST:
            raise BadRow("at_in_future")
    except (TypeError, ValueError, OverflowError) as error:
        raise error if isinstance(error, BadRow) else BadRow("invalid_at") from None
    return moment


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _degrees(value: Any, most: float) -> float:
    try:
        number = _number(value)
    except (TypeError, ValueError, OverflowError):
        raise BadRow("invalid_location") from None
    if abs(number) > most:
        raise BadRow("invalid_location")
    return number


def _measure(value: Any, least: float, most: float) -> float | None:
    """A measure; one that is missing or cannot be true is left out: the position counts all the same."""
    try:
        number = _number(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if least <= number <= most else None
