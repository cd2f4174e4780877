"""What a cell means under a mapping: times, points, choices. Pure; raises `BadValue` for what it cannot mean."""

import math
import re
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _

from apps.interchange.files.limits import EARLIEST
from apps.interchange.files.mapping import Choice, IncidentMapping, LocationColumns, Missing

NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
# Neither is text: a NUL, and half a character, which stands for a byte that the encoding does not know.
NO_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")
SHOWN: Final = 60
Row = Dict[str, str]


class BadValue(Exception):
    """A cell cannot mean what its column should hold; the text names the column and the value."""


def text_of(row: Row, column: str | None, missing: Missing) -> str | None:
    """The cell without outer blanks, or None when it means "not known"."""
    if column is None:
        return None
    value = (row.get(column) or "").strip()
    return None if value in missing.texts else value


def shown(value: str) -> str:
    """A cell as it is told: the beginning of a long one, and nothing that would move a terminal's cursor."""
    clean = "".join(letter if letter.isprintable() else "�" for letter in value[:SHOWN])
    return f"{clean}…" if len(value) > SHOWN else clean


def refuse_no_text(row: Row, columns: Iterable[str]) -> None:
    """Raise `BadValue` for a cell with what is no text."""
    for column in columns:
        if NO_TEXT.search(row.get(column) or ""):
            raise BadValue(_("%(column)s holds a character that is no text.") % {"column": column})


def line_of(row: Row, column: str | None, missing: Missing, limit: int) -> str:
    """A text for people: in one line, and cut to the limit."""
    return " ".join((text_of(row, column, missing) or "").split())[:limit]


def identifier_of(row: Row, column: str, missing: Missing, limit: int) -> str | None:
    """What names a thing: never cut, or two things would become one."""
    value = text_of(row, column, missing)
    if value is None:
        return None
    if len(value) > limit or not value.isprintable():
        raise BadValue(
            _("%(column)s: “%(value)s” is not a name of at most %(limit)d characters.")
            % {"column": column, "value": shown(value), "limit": limit}
        )
    return value


def time_of(row: Row, column: str, mapping: IncidentMapping, latest: datetime) -> datetime | None:
    """The time in UTC, or None; a time without zone is in the mapping's zone.

    A time before the year 2000 or after `latest` is none: it is a value that means "not known" and is not in the mapping.
    """
    value = text_of(row, column, mapping.missing)
    if value is None:
        return None
    try:
        if mapping.time_format == "iso":
            parsed = datetime.fromisoformat(value)
        else:
            parsed = datetime.strptime(value, mapping.time_format)  # noqa: DTZ007 - the zone follows
        if parsed.date() in mapping.missing.days:
            return None
        at = (parsed if parsed.tzinfo else parsed.replace(tzinfo=mapping.zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadValue(
            _("%(column)s: “%(value)s” is no time.") % {"column": column, "value": shown(value)}
        ) from error
    if at < EARLIEST:
        raise BadValue(
            _(
                "%(column)s: “%(value)s” is before 2000; if it means “not known”, name its day in missing.days."
            )
            % {"column": column, "value": shown(value)}
        )
    if at > latest:
        raise BadValue(
            _("%(column)s: “%(value)s” is in the future.") % {"column": column, "value": shown(value)}
        )
    return at


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
        raise BadValue(
            _("%(column)s: “%(value)s” holds no point.") % {"column": where.column, "value": shown(text)}
        )
    return (numbers[0], numbers[1]) if where.order == "lon lat" else (numbers[1], numbers[0])


def point_of(row: Row, where: LocationColumns | None, missing: Missing) -> tuple[float, float] | None:
    """`(lon, lat)` in degrees after the mapping's translation, or None when unknown."""
    if where is None:
        return None
    pair = _numbers(row, where, missing)
    if pair is None or pair in missing.points:
        return None
    lon = pair[0] + where.translation.lon
    lat = pair[1] + where.translation.lat
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
        _("%(column)s: “%(value)s” is not in the mapping.")
        % {"column": choice.column, "value": shown(value or "")}
    )
