"""What a phone sends, as a position of a device; pure but for the time given."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard
from urllib.parse import parse_qsl

from apps.inspectors.api.readings import checked
from apps.inspectors.positions import Reading

KNOT_MPS: Final = 1852 / 3600
# Timestamps beyond this are milliseconds: as seconds it is the year 5138.
SECONDS_AT_MOST: Final = 100_000_000_000
FIELDS_AT_MOST: Final = 100
# An address decodes `+05:00` to ` 05:00`.
ZONE_LOST_ITS_PLUS: Final = re.compile(r"(\d) (\d\d:?\d\d)$")
SOS: Final = "sos"
NOT_VALID: Final = frozenset({"false", "0"})


class NotAPosition(ValueError):
    """Nothing that can be read as a position of a device."""


class NoFix(Exception):
    """The phone says that it does not know where it is: heard, and nothing to store."""


def fields_of(query: str) -> dict[str, str]:
    """The fields of a query or form; of a repeated one the last counts, as in Traccar's server."""
    if "%" not in query and "+" not in query and ";" not in query and query.count("&") < FIELDS_AT_MOST:
        # Nothing to decode, as most phones send it: ten times faster.
        return {name: value for name, _, value in [pair.partition("=") for pair in query.split("&")]}
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=FIELDS_AT_MOST))
    except ValueError:
        raise NotAPosition("too many fields") from None


def reading_of_fields(given: Mapping[str, str], *, at: datetime) -> Reading:
    """A query or form: `id, lat, lon, timestamp` (s, ms or ISO), `speed` in knots, `bearing`, `accuracy`, `batt`.

    Raises `NotAPosition`, `NoFix` or `BadRow`.
    """
    device = given.get("id") or given.get("deviceid")
    if not device:
        raise NotAPosition("no id")
    lat, lon = given.get("lat"), given.get("lon")
    if lat is None and lon is None and "," in given.get("location", ""):
        lat, lon = given["location"].split(",", 1)
    speed = _number(given.get("speed"))
    if given.get("valid", "").lower() in NOT_VALID:
        raise NoFix
    return checked(
        device=device,
        moment=_moment(given.get("timestamp"), at),
        lon=_number(lon),
        lat=_number(lat),
        speed_mps=None if speed is None else speed * KNOT_MPS,
        heading=_number(given.get("bearing") or given.get("heading")),
        accuracy_m=_number(given.get("accuracy")),
        battery=_number(given.get("batt")),
        is_mock=given.get("mock") in {"true", "1"},
        is_sos=given.get("alarm", "").lower() == SOS,
        at=at,
    )


def reading_of_json(given: Any, *, at: datetime) -> Reading:
    """The JSON of newer clients: `device_id`, `location.coords` with speed in m/s, and -1 where unknown.

    Raises `NotAPosition` or `BadRow`.
    """
    location = _part(given, "location")
    coords, battery = _part(location, "coords"), location.get("battery")
    level = battery.get("level") if isinstance(battery, Mapping) else None
    device = given.get("device_id")
    if not isinstance(device, str | int) or isinstance(device, bool) or device == "":
        raise NotAPosition("no id")
    return checked(
        device=str(device),
        moment=_moment(location.get("timestamp"), at),
        lon=coords.get("longitude"),
        lat=coords.get("latitude"),
        speed_mps=coords.get("speed"),
        heading=_known(coords.get("heading")),
        accuracy_m=coords.get("accuracy"),
        battery=level * 100 if _is_number(level) else None,
        is_mock=location.get("mock") is True,
        is_sos=_calls_for_help(given, location),
        at=at,
    )


def _calls_for_help(given: Mapping[str, Any], location: Mapping[str, Any]) -> bool:
    """`alarm` stands beside the location, in it, or in its `extras`."""
    extras = location.get("extras")
    places = [given, location, extras if isinstance(extras, Mapping) else {}]
    return any(place.get("alarm") == SOS for place in places)


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
        if isinstance(value, str):
            value = value.strip()
            if not value.replace(".", "", 1).isdecimal():
                return _in_utc(datetime.fromisoformat(ZONE_LOST_ITS_PLUS.sub(r"\1+\2", value)))
        elif not _is_number(value):
            raise NotAPosition("not a time")
        number = float(value)
        return datetime.fromtimestamp(number / 1000 if number > SECONDS_AT_MOST else number, UTC)
    except (ValueError, OverflowError, OSError):
        raise NotAPosition("not a time") from None


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
