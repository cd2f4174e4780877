"""The mapping of a table of incidents, read from TOML and checked before the first row.

`docs/import.md` documents every key. Nothing here knows a database.
"""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.interchange.files.formats import delimiter_of, encoding_of, time_format_of, zone_of
from apps.interchange.files.limits import SOURCE_LIMIT
from apps.interchange.files.toml import MappingProblem, Reader, Table, parsed, text_in

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
ORDERS: Final = ("lon lat", "lat lon")
OF_ROWS: Final = ("first", "last")
# What a row's status may say of an incident's end; "open" is as far as its stamps reach.
ENDS: Final = ("open", "closed", "cancelled", "unfounded")
CHOICE_KEYS: Final = ("column", "values", "default")
# Every section with its keys.
KEYS: Final[Dict[str, tuple[str, ...]]] = {
    "file": ("delimiter", "encoding"),
    "time": ("format", "zone"),
    "missing": ("texts", "days", "points"),
    "incident": (
        "source",
        "external_id",
        "title",
        "address",
        "description",
        "is_exercise",
        "open_after",
    ),
    "stamps": STAMPS,
    "location": ("column", "order", "lon", "lat", "translate"),
    "region": CHOICE_KEYS,
    "type": CHOICE_KEYS,
    "priority": CHOICE_KEYS,
    "status": CHOICE_KEYS,
    "unit": ("call_sign", "service", "stamps"),
}


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
    status: Choice | None
    open_after: datetime | None
    unit: UnitColumns | None
    columns: frozenset[str] = field(default=frozenset())


def choice_of(table: Table) -> Choice:
    values = table.values("values")
    column, default = table.column("column"), table.scalar("default")
    if column is None and default is None:
        table.tell(_("[%(section)s] needs a column or a default.") % {"section": table.name})
    return Choice(column, values, default)


def optional_choice(reader: Reader, name: str) -> Choice | None:
    return choice_of(reader.section(name)) if reader.has(name) else None


def _status(reader: Reader) -> Choice | None:
    choice = optional_choice(reader, "status")
    if choice is not None:
        named = {*choice.values.values(), *([choice.default] if choice.default is not None else [])}
        for value in sorted(named - set(ENDS)):
            reader.section("status").tell(
                _("[status] “%(value)s” must be one of: %(choices)s.")
                % {"value": value, "choices": ", ".join(ENDS)}
            )
    return choice


def _stamps(table: Table) -> dict[str, Stamp]:
    found: dict[str, Stamp] = {}
    for key in table:
        if key not in table.keys:
            continue
        if table.is_table(key):
            of = table.table(key, ("column", "of_rows"))
            found[key] = Stamp(of.column("column", needed=True) or "", of.one_of("of_rows", OF_ROWS))
        else:
            found[key] = Stamp(table.column(key, needed=True) or "")
    return found


def missing_of(table: Table) -> Missing:
    return Missing(
        texts=frozenset({"", *table.scalars("texts")}),
        days=frozenset(table.days("days")),
        points=frozenset(table.pairs("points")),
    )


def _translation(table: Table) -> Translation:
    if "translate" not in table:
        return Translation()
    move = table.table("translate", ("from", "to"))
    origin, target = move.pair("from"), move.pair("to")
    return Translation(target[0] - origin[0], target[1] - origin[1])


def location_of(reader: Reader) -> LocationColumns | None:
    if not reader.has("location"):
        return None
    table = reader.section("location")
    column, lon, lat = table.column("column"), table.column("lon"), table.column("lat")
    if column is None and (lon is None or lat is None):
        table.tell(_("[location] needs column, or lon and lat."))
    return LocationColumns(column, table.one_of("order", ORDERS), lon, lat, _translation(table))


def _unit(reader: Reader) -> UnitColumns | None:
    if not reader.has("unit"):
        return None
    table = reader.section("unit")
    call_sign = table.column("call_sign", needed=True) or ""
    service = (
        choice_of(table.table("service", CHOICE_KEYS)) if "service" in table else Choice(None, {}, "patrol")
    )
    stamps = _stamps(table.table("stamps", UNIT_STAMPS))
    if "assigned_at" not in stamps:
        table.tell(_("%(key)s must name a column.") % {"key": "unit.stamps.assigned_at"})
    return UnitColumns(call_sign, service, stamps)


def _source(table: Table) -> str:
    source = table.text("source")
    if not source.strip() or len(source) > SOURCE_LIMIT or not source.isprintable():
        table.tell(
            _("%(key)s must be a word of at most %(limit)d characters.")
            % {"key": "incident.source", "limit": SOURCE_LIMIT}
        )
    return source


def parse_mapping(text: str) -> IncidentMapping:
    """The mapping of a TOML text; raises `MappingProblem` with every problem found."""
    return mapping_of(parsed(text))


def mapping_of(raw: Dict[str, object]) -> IncidentMapping:
    """The mapping of parsed TOML; raises `MappingProblem` with every problem found."""
    reader = Reader(raw, KEYS)
    incident, file, time = reader.section("incident"), reader.section("file"), reader.section("time")
    zone = zone_of(time)
    stamps = _stamps(reader.section("stamps"))
    if "reported_at" not in stamps:
        incident.tell(_("%(key)s must name a column.") % {"key": "stamps.reported_at"})
    mapping = IncidentMapping(
        source=_source(incident),
        external_id=incident.column("external_id", needed=True) or "",
        title=incident.column("title", needed=True) or "",
        address=incident.column("address"),
        description=incident.column("description"),
        is_exercise=incident.flag("is_exercise"),
        delimiter=delimiter_of(file),
        encoding=encoding_of(file),
        time_format=time_format_of(time),
        zone=zone,
        missing=missing_of(reader.section("missing")),
        stamps=stamps,
        location=location_of(reader),
        region=optional_choice(reader, "region"),
        type=choice_of(reader.section("type")),
        priority=optional_choice(reader, "priority"),
        status=_status(reader),
        open_after=incident.moment("open_after", zone),
        unit=_unit(reader),
        columns=frozenset(reader.columns),
    )
    if reader.problems:
        raise MappingProblem(reader.problems)
    return mapping


def read_mapping(path: Path) -> IncidentMapping:
    """The mapping in a file; raises `MappingProblem`, or `OSError` when it cannot be read."""
    return parse_mapping(text_in(path))
