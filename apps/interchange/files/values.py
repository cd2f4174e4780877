"""What a cell means under a mapping: times, points, choices. Pure; raises `BadValue` for what it cannot mean."""

import math
import re
from collections.abc import Mapping as Dict
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _

from apps.interchange.files.mapping import Choice, IncidentMapping, LocationColumns, Missing

NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
Row = Dict[str, str]


class BadValue(Exception):
    """A cell cannot mean what its column should hold; the text names the column and the value."""


def text_of(row: Row, column: str | None, missing: Missing) -> str | None:
    """The cell without outer blanks, or None when it means "not known"."""
    if column is None:
        return None
    value = (row.get(column) or "").replace("\x00", "").strip()
    return None if value in missing.texts else value


def time_of(row: Row, column: str, mapping: IncidentMapping) -> datetime | None:
    """The time in UTC, or None; a time without zone is in the mapping's zone."""
    value = text_of(row, column, mapping.missing)
    if value is None:
        return None
    try:
        if mapping.time_format == "iso":
            parsed = datetime.fromisoformat(value)
        else:
            parsed = datetime.strptime(value, mapping.time_format)  # noqa: DTZ007 - the zone follows
    except ValueError as error:
        raise BadValue(
            _("%(column)s: “%(value)s” is no time.") % {"column": column, "value": value}
        ) from error
    if parsed.date() in mapping.missing.days:
        return None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=mapping.zone)).astimezone(UTC)


def _numbers(row: Row, where: LocationColumns, missing: Missing) -> tuple[float, float] | None:
    if where.column is None:
        texts = [text_of(row, where.lon, missing), text_of(row, where.lat, missing)]
        if None in texts:
            return None
        found = [NUMBER.fullmatch(str(text)) for text in texts]
        if not all(found):
            raise BadValue(_("%(columns)s hold no coordinates.") % {"columns": f"{where.lon}, {where.lat}"})
        return float(str(texts[0])), float(str(texts[1]))
    text = text_of(row, where.column, missing)
    if text is None:
        return None
    numbers = [float(number) for number in NUMBER.findall(text)]
    if len(numbers) != 2:
        raise BadValue(_("%(column)s: “%(value)s” holds no point.") % {"column": where.column, "value": text})
    return (numbers[0], numbers[1]) if where.order == "lon lat" else (numbers[1], numbers[0])


def point_of(row: Row, mapping: IncidentMapping) -> tuple[float, float] | None:
    """`(lon, lat)` in degrees after the mapping's translation, or None when unknown."""
    if mapping.location is None:
        return None
    pair = _numbers(row, mapping.location, mapping.missing)
    if pair is None or pair in mapping.missing.points:
        return None
    lon = pair[0] + mapping.location.translation.lon
    lat = pair[1] + mapping.location.translation.lat
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise BadValue(_("The point %(lon)s, %(lat)s is not on Earth.") % {"lon": lon, "lat": lat})
    return lon, lat


def chosen(row: Row, choice: Choice, missing: Missing) -> str:
    """What the choice makes of the row; raises `BadValue` for a value it does not know and has no default for."""
    value = text_of(row, choice.column, missing)
    if value is not None and value in choice.values:
        return choice.values[value]
    if choice.default is not None:
        return choice.default
    if value is not None and not choice.values:
        return value
    raise BadValue(
        _("%(column)s: “%(value)s” is not in the mapping.") % {"column": choice.column, "value": value or ""}
    )
