"""The mapping of a table of incidents, read from TOML and checked before the first row.

`docs/import.md` documents every key. Nothing here knows a database.
"""

import tomllib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

STAMPS: Final = (
    "reported_at",
    "acknowledged_at",
    "dispatched_at",
    "en_route_at",
    "on_scene_at",
    "resolved_at",
    "closed_at",
)
UNIT_STAMPS: Final = ("assigned_at", "accepted_at", "en_route_at", "on_scene_at", "cleared_at")
SECTIONS: Final = frozenset(
    {"file", "time", "missing", "incident", "stamps", "location", "region", "type", "priority", "unit"}
)
LOCATION_KEYS: Final = frozenset({"column", "order", "lon", "lat", "translate"})


class MappingProblem(Exception):
    """The mapping file cannot be used; `problems` are sentences, each naming its key."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass(frozen=True, slots=True)
class Choice:
    """A value by column: `values` translates what stands there; `default` takes the rest (None refuses it)."""

    column: str | None
    values: Dict[str, str]
    default: str | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A column of times, and which of an incident's rows gives the incident's stamp: `first` or `last`."""

    column: str
    of_rows: str = "first"


@dataclass(frozen=True, slots=True)
class Translation:
    """Moves points by the difference of two centres, in degrees, lon before lat."""

    lon: float = 0.0
    lat: float = 0.0


@dataclass(frozen=True, slots=True)
class LocationColumns:
    """Where the point stands: one column with two numbers in `order`, or two columns."""

    column: str | None
    order: str
    lon: str | None
    lat: str | None
    translation: Translation


@dataclass(frozen=True, slots=True)
class UnitColumns:
    """Where a row names its unit, and the unit's own stamps."""

    call_sign: str
    service: Choice
    stamps: Dict[str, Stamp]


@dataclass(frozen=True, slots=True)
class Missing:
    """Values that mean "not known": texts, days (a 1900-01-01 time), points (0,0)."""

    texts: frozenset[str] = frozenset({""})
    days: frozenset[date] = frozenset()
    points: frozenset[tuple[float, float]] = frozenset()


@dataclass(frozen=True, slots=True)
class IncidentMapping:
    """Everything that `import_incidents` and `replay_incidents` know of a file."""

    source: str
    external_id: str
    title: str
    address: str | None
    description: str | None
    is_exercise: bool
    delimiter: str
    encoding: str
    time_format: str
    zone: ZoneInfo
    missing: Missing
    stamps: Dict[str, Stamp]
    location: LocationColumns | None
    region: Choice | None
    type: Choice
    priority: Choice | None
    unit: UnitColumns | None
    columns: frozenset[str] = field(default=frozenset())


class _Reader:
    """Takes values out of the parsed TOML, notes each problem and each column named."""

    def __init__(self, raw: Dict[str, Any]) -> None:
        self.raw = raw
        self.problems: list[str] = []
        self.columns: set[str] = set()

    def section(self, name: str) -> Dict[str, Any]:
        value = self.raw.get(name, {})
        if isinstance(value, dict):
            return value
        self.problems.append(_("[%(section)s] must be a table.") % {"section": name})
        return {}

    def text(self, section: str, key: str, default: str | None = None) -> str:
        value = self.section(section).get(key, default)
        if isinstance(value, str):
            return value
        self.problems.append(_("%(key)s must be a text.") % {"key": f"{section}.{key}"})
        return ""

    def column(self, section: str, key: str, *, needed: bool = False) -> str | None:
        value = self.section(section).get(key)
        return self._column(value, f"{section}.{key}", needed=needed)

    def _column(self, value: Any, key: str, *, needed: bool = False) -> str | None:
        if value is None and not needed:
            return None
        if isinstance(value, str) and value:
            self.columns.add(value)
            return value
        self.problems.append(_("%(key)s must name a column.") % {"key": key})
        return None

    def choice(self, name: str, raw: Any) -> Choice:
        if not isinstance(raw, dict):
            self.problems.append(_("[%(section)s] must be a table.") % {"section": name})
            return Choice(None, {}, None)
        column = self._column(raw.get("column"), f"{name}.column")
        values = {str(k): str(v) for k, v in dict(raw.get("values", {})).items()}
        default = raw.get("default")
        if column is None and default is None:
            self.problems.append(_("[%(section)s] needs a column or a default.") % {"section": name})
        return Choice(column, values, None if default is None else str(default))

    def stamps(self, name: str, raw: Any, allowed: tuple[str, ...]) -> dict[str, Stamp]:
        found: dict[str, Stamp] = {}
        for key, value in dict(raw).items():
            if key not in allowed:
                self.problems.append(_("%(key)s is no stamp.") % {"key": f"{name}.{key}"})
                continue
            table = value if isinstance(value, dict) else {"column": value}
            column = self._column(table.get("column"), f"{name}.{key}", needed=True)
            of_rows = table.get("of_rows", "first")
            if of_rows not in {"first", "last"}:
                self.problems.append(_("%(key)s must be first or last.") % {"key": f"{name}.{key}.of_rows"})
            found[key] = Stamp(column or "", str(of_rows))
        return found


def _zone(reader: _Reader) -> ZoneInfo:
    name = reader.text("time", "zone", "Asia/Tashkent")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        reader.problems.append(_("time.zone “%(zone)s” is no time zone.") % {"zone": name})
        return ZoneInfo("UTC")


def _pair(reader: _Reader, value: Any, key: str) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(n, int | float) for n in value):
        return float(value[0]), float(value[1])
    reader.problems.append(_("%(key)s must be [lon, lat].") % {"key": key})
    return 0.0, 0.0


def _missing(reader: _Reader) -> Missing:
    raw = reader.section("missing")
    days = raw.get("days", [])
    if not all(isinstance(day, date) for day in days):
        reader.problems.append(_("missing.days must be dates, as 1900-01-01."))
        days = []
    return Missing(
        texts=frozenset({"", *map(str, raw.get("texts", []))}),
        days=frozenset(days),
        points=frozenset(_pair(reader, value, "missing.points") for value in raw.get("points", [])),
    )


def _translation(reader: _Reader, raw: Any) -> Translation:
    if raw is None:
        return Translation()
    if not isinstance(raw, dict) or set(raw) != {"from", "to"}:
        reader.problems.append(_("location.translate needs from and to."))
        return Translation()
    origin = _pair(reader, raw["from"], "location.translate.from")
    target = _pair(reader, raw["to"], "location.translate.to")
    return Translation(target[0] - origin[0], target[1] - origin[1])


def _location(reader: _Reader) -> LocationColumns | None:
    raw = reader.section("location")
    if not raw:
        return None
    unknown = set(raw) - LOCATION_KEYS
    if unknown:
        reader.problems.append(
            _("[location] has unknown keys: %(keys)s.") % {"keys": ", ".join(sorted(unknown))}
        )
    column = reader.column("location", "column")
    lon, lat = reader.column("location", "lon"), reader.column("location", "lat")
    order = raw.get("order", "lon lat")
    if order not in {"lon lat", "lat lon"}:
        reader.problems.append(_("location.order must be “lon lat” or “lat lon”."))
    if column is None and (lon is None or lat is None):
        reader.problems.append(_("[location] needs column, or lon and lat."))
    return LocationColumns(column, str(order), lon, lat, _translation(reader, raw.get("translate")))


def _unit(reader: _Reader) -> UnitColumns | None:
    raw = reader.section("unit")
    if not raw:
        return None
    call_sign = reader.column("unit", "call_sign", needed=True) or ""
    service = reader.choice("unit.service", raw.get("service", {"default": "patrol"}))
    stamps = reader.stamps("unit.stamps", raw.get("stamps", {}), UNIT_STAMPS)
    if "assigned_at" not in stamps:
        reader.problems.append(_("unit.stamps.assigned_at must name a column."))
    return UnitColumns(call_sign, service, stamps)


def parse_mapping(text: str) -> IncidentMapping:
    """The mapping of a TOML text; raises `MappingProblem` with every problem found."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingProblem([_("The mapping is not TOML: %(error)s") % {"error": error}]) from error
    reader = _Reader(raw)
    for name in sorted(set(raw) - SECTIONS):
        reader.problems.append(_("Unknown section [%(section)s].") % {"section": name})
    stamps = reader.stamps("stamps", reader.section("stamps"), STAMPS)
    if "reported_at" not in stamps:
        reader.problems.append(_("stamps.reported_at must name a column."))
    mapping = IncidentMapping(
        source=reader.text("incident", "source"),
        external_id=reader.column("incident", "external_id", needed=True) or "",
        title=reader.column("incident", "title", needed=True) or "",
        address=reader.column("incident", "address"),
        description=reader.column("incident", "description"),
        is_exercise=bool(reader.section("incident").get("is_exercise", False)),
        delimiter=reader.text("file", "delimiter", ","),
        encoding=reader.text("file", "encoding", "utf-8-sig"),
        time_format=reader.text("time", "format", "iso"),
        zone=_zone(reader),
        missing=_missing(reader),
        stamps=stamps,
        location=_location(reader),
        region=reader.choice("region", raw["region"]) if "region" in raw else None,
        type=reader.choice("type", raw.get("type", {})),
        priority=reader.choice("priority", raw["priority"]) if "priority" in raw else None,
        unit=_unit(reader),
        columns=frozenset(reader.columns),
    )
    if reader.problems:
        raise MappingProblem(reader.problems)
    return mapping


def read_mapping(path: Path) -> IncidentMapping:
    """The mapping in a file; raises `MappingProblem`, or `OSError` when it cannot be read."""
    return parse_mapping(path.read_text(encoding="utf-8"))
