"""A `location` of OwnTracks as a row of our own intake; pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard

KMH_MPS: Final = 1 / 3.6


class NotAPosition(ValueError):
    """A `location` that cannot be read."""


def row_of(message: Mapping[str, Any], *, device: str) -> dict[str, Any]:
    """`lat`, `lon`, `tst` (s), `vel` in km/h, `cog`, `acc`, `batt` in percent; -1 is unknown."""
    velocity = message.get("vel")
    return {
        "device": device,
        "at": _moment(message.get("tst")).isoformat(),
        "lon": message.get("lon"),
        "lat": message.get("lat"),
        "speed_mps": velocity * KMH_MPS if _is_number(velocity) else None,
        "heading": _known(message.get("cog")),
        "accuracy_m": message.get("acc"),
        "battery": message.get("batt"),
    }


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _known(value: Any) -> Any:
    return None if _is_number(value) and value < 0 else value


def _moment(value: Any) -> datetime:
    if not _is_number(value):
        raise NotAPosition("no tst")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        raise NotAPosition("not a time") from None
