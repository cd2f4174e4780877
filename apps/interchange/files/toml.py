"""Values out of a parsed TOML file, each checked for its type; every problem is noted with its key. Pure."""

import math
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


class MappingProblem(Exception):
    """The mapping file cannot be used; `problems` are sentences, each naming its key."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def parsed(text: str) -> dict[str, Any]:
    """The TOML of a text; raises `MappingProblem` for what is none, or nested beyond reading."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise MappingProblem([_("The mapping is not TOML: %(error)s") % {"error": error}]) from error


def text_in(path: Path) -> str:
    """The text of a mapping file; raises `MappingProblem`, or `OSError` when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MappingProblem([_("The mapping is not in UTF-8: %(error)s") % {"error": error}]) from error


class Reader:
    """The sections of a file, the problems found so far and the columns named so far."""

    def __init__(self, raw: Mapping[str, Any], keys: Mapping[str, tuple[str, ...]]) -> None:
        self.problems: list[str] = []
        self.columns: set[str] = set()
        self._raw = raw
        for name in sorted(set(raw) - set(keys)):
            self.problems.append(_("Unknown section [%(section)s].") % {"section": name})
        self._sections = {name: Table(self, name, raw.get(name, {}), known) for name, known in keys.items()}

    def has(self, name: str) -> bool:
        """Does the file hold this section?"""
        return name in self._raw

    def section(self, name: str) -> "Table":
        """The section; an empty one where the file has none."""
        return self._sections[name]


class Table:
    """One table of the file. `name` is its key as a person writes it: `unit.stamps`."""

    def __init__(self, reader: Reader, name: str, raw: Any, keys: tuple[str, ...]) -> None:
        self.reader, self.name, self.keys = reader, name, keys
        self._raw: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            self.tell(_("[%(section)s] must be a table.") % {"section": name})
        for key in self._raw:
            if key not in keys:
                self._wrong(key, _("%(key)s is not known here."))

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def tell(self, problem: str) -> None:
        """Note a problem; reading goes on."""
        self.reader.problems.append(problem)

    def _wrong(self, key: str, sentence: str, **more: object) -> None:
        self.tell(sentence % {"key": f"{self.name}.{key}", **more})

    def is_table(self, key: str) -> bool:
        """Does a table stand there?"""
        return isinstance(self._raw.get(key), dict)

    def table(self, key: str, keys: tuple[str, ...]) -> "Table":
        """The table within; an empty one where there is none."""
        return Table(self.reader, f"{self.name}.{key}", self._raw.get(key, {}), keys)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; a needed one without a default."""
        value = self._raw.get(key, default)
        if isinstance(value, str):
            return value
        self._wrong(key, _("%(key)s must be a text."))
        return default or ""

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """One of these words; the first unless told."""
        value = self._raw.get(key, choices[0])
        if isinstance(value, str) and value in choices:
            return value
        self._wrong(key, _("%(key)s must be one of: %(choices)s."), choices=", ".join(choices))
        return choices[0]

    def flag(self, key: str) -> bool:
        """True or false; false unless told."""
        value = self._raw.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, _("%(key)s must be true or false."))
        return value is True

    def column(self, key: str, *, needed: bool = False) -> str | None:
        """The name of a column, which the file must then have."""
        value = self._raw.get(key)
        if value is None and not needed:
            return None
        if isinstance(value, str) and value:
            self.reader.columns.add(value)
            return value
        self._wrong(key, _("%(key)s must name a column."))
        return None

    def scalar(self, key: str) -> str | None:
        """A text or a number as text, or None."""
        return self._scalar(key, self._raw.get(key))

    def scalars(self, key: str) -> list[str]:
        """A list of texts or numbers, as texts."""
        return [text for value in self._list(key) if (text := self._scalar(key, value)) is not None]

    def values(self, key: str) -> dict[str, str]:
        """A table that translates texts to texts."""
        raw = self._raw.get(key, {})
        if not isinstance(raw, dict):
            self._wrong(key, _("%(key)s must be a table."))
            return {}
        found = {name: self._scalar(f"{key}.{name}", value) for name, value in raw.items()}
        return {name: text for name, text in found.items() if text is not None}

    def _scalar(self, key: str, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
            return repr(value)
        self._wrong(key, _("%(key)s must be a text or a number."))
        return None

    def _list(self, key: str) -> list[Any]:
        value = self._raw.get(key, [])
        if isinstance(value, list):
            return value
        self._wrong(key, _("%(key)s must be a list."))
        return []

    def days(self, key: str) -> list[date]:
        """A list of days; a moment stands for its day."""
        days = self._list(key)
        if all(isinstance(day, date) for day in days):
            return [day.date() if isinstance(day, datetime) else day for day in days]
        self._wrong(key, _("%(key)s must be dates, as 1900-01-01."))
        return []

    def pairs(self, key: str) -> list[tuple[float, float]]:
        """A list of points."""
        return [self._pair(key, value) for value in self._list(key)]

    def pair(self, key: str) -> tuple[float, float]:
        """One point, lon before lat."""
        return self._pair(key, self._raw.get(key))

    def _pair(self, key: str, value: Any) -> tuple[float, float]:
        if isinstance(value, list) and len(value) == 2 and all(_is_degrees(number) for number in value):
            return float(value[0]), float(value[1])
        self._wrong(key, _("%(key)s must be [lon, lat]."))
        return 0.0, 0.0

    def moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        """A date, or a date and time, which is in `zone` where it names none; or None."""
        value = self._raw.get(key)
        try:
            if isinstance(value, str):
                value = datetime.fromisoformat(value)
            elif isinstance(value, date) and not isinstance(value, datetime):
                value = datetime.combine(value, time.min, zone)
            if isinstance(value, datetime):
                return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            value = False
        if value is not None:
            self._wrong(key, _("%(key)s must be a date, or a date and time."))
        return None


def _is_degrees(value: Any) -> bool:
    """A finite number that an angle can be."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -360 <= value <= 360 and math.isfinite(value)
