"""Positions as JSON rows, read one by one: what is wrong with a row is said of that row alone."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any, Final

from apps.inspectors.positions import Reading

DEVICE_LENGTH: Final = 80
# Beyond these a clock is broken: its positions would be older than any receiver, or stand before all true ones.
NO_FIX_BEFORE: Final = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD_AT_MOST: Final = timedelta(hours=25)


class BadRow(ValueError):
    """A row that cannot be stored; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def reading_of(row: Any, *, at: datetime) -> Reading:
    """One row of `POST /intake/positions/`; raises `BadRow`. `at` is our clock."""
    if not isinstance(row, Mapping):
        raise BadRow("invalid")
    return checked(
        device=row.get("device"),
        moment=_moment(row.get("at")),
        lon=row.get("lon"),
        lat=row.get("lat"),
        speed_mps=row.get("speed_mps"),
        heading=row.get("heading"),
        accuracy_m=row.get("accuracy_m"),
        battery=row.get("battery"),
        is_mock=row.get("mock") is True,
        at=at,
    )


def checked(
    *,
    device: Any,
    moment: datetime,
    lon: Any,
    lat: Any,
    speed_mps: Any,
    heading: Any,
    accuracy_m: Any,
    battery: Any,
    is_mock: bool = False,
    is_sos: bool = False,
    at: datetime,
) -> Reading:
    """A reading that can be a fix; raises `BadRow`. A measure that cannot be true is left out."""
    if (
        not isinstance(device, str)
        or not device.strip()
        or len(device) > DEVICE_LENGTH
        or not _is_text(device)
    ):
        raise BadRow("invalid_device")
    return Reading(
        device=device,
        at=_possible(moment, at),
        lon=_degrees(lon, 180),
        lat=_degrees(lat, 90),
        speed_mps=_measure(speed_mps, 1000),
        heading=_heading(heading),
        accuracy_m=_measure(accuracy_m, 1e6),
        battery=_measure(battery, 100),
        is_mock=is_mock,
        is_sos=is_sos,
    )


def _is_text(value: str) -> bool:
    """Can the database hold it? No NUL, no half of a character."""
    if value.isascii():
        return "\x00" not in value
    return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _moment(value: Any) -> datetime:
    """ISO 8601; UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRow("invalid_at") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _possible(moment: datetime, at: datetime) -> datetime:
    try:
        if moment < NO_FIX_BEFORE:
            raise BadRow("invalid_at")
        if moment - at > AHEAD_AT_MOST:
            raise BadRow("at_in_future")
    except OverflowError:
        raise BadRow("invalid_at") from None
    return moment


def _number(value: Any) -> float | None:
    """A finite number, or None for anything else."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return None
    return None


def _degrees(value: Any, most: float) -> float:
    number = _number(value)
    if number is None or not -most <= number <= most:
        raise BadRow("invalid_location")
    return number


def _measure(value: Any, most: float) -> float | None:
    """A measure; one that is missing, negative (-1 is unknown to most devices) or absurd is left out."""
    number = _number(value)
    return number if number is not None and 0 <= number <= most else None


def _heading(value: Any) -> float | None:
    """Degrees from north, taken round the circle; -1 is unknown."""
    number = _number(value)
    return None if number is None or number == -1 or not -360 <= number <= 720 else number % 360
