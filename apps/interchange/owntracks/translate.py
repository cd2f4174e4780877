"""A `location` of OwnTracks as a position of a device; pure but for the time given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard

from apps.inspectors.api.readings import checked
from apps.inspectors.positions import Reading

KMH_MPS: Final = 1 / 3.6


class NotAPosition(ValueError):
    """A `location` that cannot be read."""


def reading_of(message: Mapping[str, Any], *, device: str, at: datetime) -> Reading:
    """`lat`, `lon`, `tst` (s), `vel` in km/h, `cog`, `acc`, `batt` in percent; -1 is unknown.

    Raises `NotAPosition` or `BadRow`.
    """
    velocity = message.get("vel")
    return checked(
        device=device,
        moment=_moment(message.get("tst")),
        lon=message.get("lon"),
        lat=message.get("lat"),
        speed_mps=velocity * KMH_MPS if _is_number(velocity) else None,
        heading=_known(message.get("cog")),
        accuracy_m=message.get("acc"),
        battery=message.get("batt"),
        at=at,
    )


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
