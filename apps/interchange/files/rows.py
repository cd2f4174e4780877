"""From rows to incidents: rows that share an external id are the units of one incident. Pure."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TextIO

from django.utils.translation import gettext as _

from apps.interchange.files.mapping import IncidentMapping, Stamp
from apps.interchange.files.values import BadValue, Row, chosen, point_of, text_of, time_of

TITLE_LIMIT: Final = 200
ADDRESS_LIMIT: Final = 300
DESCRIPTION_LIMIT: Final = 5000
FIELD_LIMIT: Final = 1_000_000


class UnreadableFile(Exception):
    """The file is no table that the mapping fits; the text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file and the number of its first line, as an editor counts them."""

    number: int
    cells: Row


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that cannot be taken, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's part in an incident; its stamps may be missing or out of order."""

    call_sign: str
    service: str
    stamps: dict[str, datetime]
    line: Line


@dataclass(frozen=True, slots=True)
class IncidentRows:
    """One incident of the file. `region` is a code or None (then the point decides)."""

    external_id: str
    title: str
    description: str
    address: str
    type: str
    priority: int | None
    region: str | None
    point: tuple[float, float] | None
    stamps: dict[str, datetime]
    units: list[UnitRow]
    lines: list[Line]


@dataclass(slots=True)
class _Parsed:
    line: Line
    external_id: str
    title: str
    description: str
    address: str
    type: str
    priority: int | None
    region: str | None
    point: tuple[float, float] | None
    stamps: dict[str, datetime]
    unit: UnitRow | None


@dataclass(slots=True)
class Table:
    """What a file holds: incidents in the order of their first row, and rows that cannot be taken."""

    header: list[str]
    incidents: list[IncidentRows] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    rows: int = 0


def _lines(file: TextIO, mapping: IncidentMapping, table: Table) -> Iterator[Line]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.DictReader(file, delimiter=mapping.delimiter, restval=None, restkey=None)
    table.header = list(reader.fieldnames or [])
    lacking = sorted(mapping.columns - set(table.header))
    if lacking:
        raise UnreadableFile(_("The file lacks these columns: %(columns)s") % {"columns": ", ".join(lacking)})
    begin = reader.line_num + 1
    for cells in reader:
        table.rows += 1
        line = Line(begin, {str(key): value or "" for key, value in cells.items() if key is not None})
        begin = reader.line_num + 1
        if None in cells or any(value is None for value in cells.values()):
            table.errors.append(RowError(line, _("The row has not as many cells as the header.")))
        else:
            yield line


def _stamps(row: Row, stamps: dict[str, Stamp], mapping: IncidentMapping) -> dict[str, datetime]:
    times = ((name, time_of(row, stamp.column, mapping)) for name, stamp in stamps.items())
    return {name: at for name, at in times if at is not None}


def _unit(line: Line, mapping: IncidentMapping) -> UnitRow | None:
    if mapping.unit is None:
        return None
    call_sign = text_of(line.cells, mapping.unit.call_sign, mapping.missing)
    if call_sign is None:
        return None
    stamps = _stamps(line.cells, dict(mapping.unit.stamps), mapping)
    if "assigned_at" not in stamps:
        return None  # never sent: nothing to measure
    return UnitRow(call_sign[:40], chosen(line.cells, mapping.unit.service, mapping.missing), stamps, line)


def _priority(row: Row, mapping: IncidentMapping) -> int | None:
    if mapping.priority is None:
        return None
    value = chosen(row, mapping.priority, mapping.missing)
    if value not in {"1", "2", "3", "4", "5"}:
        raise BadValue(_("“%(value)s” is no priority from 1 to 5.") % {"value": value})
    return int(value)


def _parse(line: Line, mapping: IncidentMapping) -> _Parsed:
    row, missing = line.cells, mapping.missing
    external_id = text_of(row, mapping.external_id, missing)
    if external_id is None:
        raise BadValue(_("%(column)s is empty.") % {"column": mapping.external_id})
    stamps = _stamps(row, dict(mapping.stamps), mapping)
    if "reported_at" not in stamps:
        raise BadValue(_("%(column)s is empty.") % {"column": mapping.stamps["reported_at"].column})
    return _Parsed(
        line=line,
        external_id=external_id[:100],
        title=(text_of(row, mapping.title, missing) or "")[:TITLE_LIMIT],
        description=(text_of(row, mapping.description, missing) or "")[:DESCRIPTION_LIMIT],
        address=(text_of(row, mapping.address, missing) or "")[:ADDRESS_LIMIT],
        type=chosen(row, mapping.type, missing),
        priority=_priority(row, mapping),
        region=chosen(row, mapping.region, missing) if mapping.region else None,
        point=point_of(row, mapping),
        stamps=stamps,
        unit=_unit(line, mapping),
    )


def _joined_stamps(rows: list[_Parsed], mapping: IncidentMapping) -> dict[str, datetime]:
    joined: dict[str, datetime] = {}
    for name, stamp in mapping.stamps.items():
        times = [row.stamps[name] for row in rows if name in row.stamps]
        if times:
            joined[name] = min(times) if stamp.of_rows == "first" else max(times)
    return joined


def _join(rows: list[_Parsed], mapping: IncidentMapping) -> IncidentRows:
    first = rows[0]
    priorities = [row.priority for row in rows if row.priority is not None]
    return IncidentRows(
        external_id=first.external_id,
        title=first.title,
        description=first.description,
        address=first.address,
        type=first.type,
        priority=min(priorities) if priorities else None,
        region=first.region,
        point=next((row.point for row in rows if row.point is not None), None),
        stamps=_joined_stamps(rows, mapping),
        units=[row.unit for row in rows if row.unit is not None],
        lines=[row.line for row in rows],
    )


def _grouped(rows: Iterable[_Parsed]) -> dict[str, list[_Parsed]]:
    groups: dict[str, list[_Parsed]] = {}
    for row in rows:
        groups.setdefault(row.external_id, []).append(row)
    return groups


def read_incidents(file: TextIO, mapping: IncidentMapping) -> Table:
    """All of the file; raises `UnreadableFile` when its header does not fit the mapping or it is no text."""
    table = Table(header=[])
    parsed: list[_Parsed] = []
    try:
        for line in _lines(file, mapping, table):
            try:
                parsed.append(_parse(line, mapping))
            except BadValue as error:
                table.errors.append(RowError(line, str(error)))
    except (csv.Error, UnicodeDecodeError) as error:
        raise UnreadableFile(_("The file cannot be read: %(error)s") % {"error": error}) from error
    table.incidents = [_join(rows, mapping) for rows in _grouped(parsed).values()]
    return table
