"""What a phone sends, as a row of our own intake; pure but for the time given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard

KNOT_MPS: Final = 1852 / 3600
# Timestamps beyond this are milliseconds: as seconds it is the year 5138.
SECONDS_AT_MOST: Final = 100_000_000_000

Row = dict[str, Any]


class NotAPosition(ValueError):
    """Nothing that can be read as a position of a device."""


def row_of_parameters(given: Mapping[str, str], *, at: datetime) -> Row:
    """A query or form: `id, lat, lon, timestamp` (s, ms or ISO), `speed` in knots, `bearing`, `accuracy`, `batt`."""
    lat, lon = given.get("lat"), given.get("lon")
    if lat is None and lon is None and "," in given.get("location", ""):
        lat, lon = given["location"].split(",", 1)
    speed = _number(given.get("speed"))
    return _row(
        device=given.get("id") or given.get("deviceid"),
        at=_moment(given.get("timestamp"), at),
        lon=_number(lon),
        lat=_number(lat),
        speed_mps=None if speed is None else speed * KNOT_MPS,
        heading=_number(given.get("bearing") or given.get("heading")),
        accuracy_m=_number(given.get("accuracy")),
        battery=_number(given.get("batt")),
    )


def row_of_json(given: Any, *, at: datetime) -> Row:
    """The JSON of newer clients: `device_id`, `location.coords` with speed in m/s, and -1 where unknown."""
    location = _part(given, "location")
    coords, battery = _part(location, "coords"), location.get("battery")
    level = battery.get("level") if isinstance(battery, Mapping) else None
    return _row(
        device=given.get("device_id"),
        at=_moment(location.get("timestamp"), at),
        lon=coords.get("longitude"),
        lat=coords.get("latitude"),
        speed_mps=coords.get("speed"),
        heading=_known(coords.get("heading")),
        accuracy_m=coords.get("accuracy"),
        battery=level * 100 if _is_number(level) else None,
    )


def _row(**columns: Any) -> Row:
    if not columns["device"]:
        raise NotAPosition("no id")
    return columns | {"at": columns["at"].isoformat()}


def _part(value: Any, name: str) -> Mapping[str, Any]:
    part = value.get(name) if isinstance(value, Mapping) else None
    if not isinstance(part, Mapping):
        raise NotAPosition(f"no {name}")
    return part


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _known(value: Any) -> Any:
    return None if _is_number(value) and value < 0 else value


def _number(text: str | None) -> float | None:
    """A number, or None where none is given; raises `NotAPosition` for another text."""
    if text is None or not text.strip():
        return None
    try:
        return float(text)
    except ValueError:
        raise NotAPosition("not a number") from None


def _moment(value: Any, at: datetime) -> datetime:
    """Seconds or milliseconds since 1970, or ISO 8601 (UTC where it names no zone); now where nothing is given."""
    if value is None or value == "":
        return at
    try:
        if _is_number(value) or str(value).strip().isdigit():
            number = float(value)
            seconds = number / 1000 if number > SECONDS_AT_MOST else number
            return datetime.fromtimestamp(seconds, UTC)
        moment = datetime.fromisoformat(str(value).strip())
    except (ValueError, OverflowError, OSError):
        raise NotAPosition("not a time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
