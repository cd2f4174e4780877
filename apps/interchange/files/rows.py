"""From rows to incidents: rows that share an external id are the units of one incident. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from django.utils.translation import gettext as _

from apps.interchange.files.limits import (
    ADDRESS_LIMIT,
    CALL_SIGN_LIMIT,
    DESCRIPTION_LIMIT,
    EXTERNAL_ID_LIMIT,
    TITLE_LIMIT,
)
from apps.interchange.files.mapping import ENDS, IncidentMapping, Stamp
from apps.interchange.files.reading import Line, RowError, Sheet, Tell, lines_of, untold
from apps.interchange.files.values import (
    BadValue,
    Row,
    chosen,
    identifier_of,
    line_of,
    point_of,
    refuse_no_text,
    shown,
    text_of,
    time_of,
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's part in an incident; its stamps may be missing or out of order."""

    call_sign: str
    service: str
    stamps: dict[str, datetime]
    line: Line


@dataclass(frozen=True, slots=True)
class IncidentRows:
    """One incident of the file.

    `region` is a code or None (then the point decides); `end` is one of the mapping's `ENDS`.
    """

    external_id: str
    title: str
    description: str
    address: str
    type: str
    priority: int | None
    region: str | None
    point: tuple[float, float] | None
    stamps: dict[str, datetime]
    end: str
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
    end: str | None
    unit: UnitRow | None


@dataclass(slots=True)
class Table(Sheet):
    """What a file holds: incidents in the order of their first row, and rows that cannot be taken."""

    incidents: list[IncidentRows] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Parser:
    """What a row means under a mapping; no time of it lies after `latest`."""

    mapping: IncidentMapping
    latest: datetime

    def parse(self, line: Line) -> _Parsed:
        """Raises `BadValue` for a cell that cannot mean what its column should hold."""
        row, mapping, missing = line.cells, self.mapping, self.mapping.missing
        refuse_no_text(row, mapping.columns)
        external_id = identifier_of(row, mapping.external_id, missing, EXTERNAL_ID_LIMIT)
        if external_id is None:
            raise BadValue(_("%(column)s is empty.") % {"column": mapping.external_id})
        stamps = self._stamps(row, dict(mapping.stamps))
        if "reported_at" not in stamps:
            raise BadValue(_("%(column)s is empty.") % {"column": mapping.stamps["reported_at"].column})
        return _Parsed(
            line=line,
            external_id=external_id,
            title=line_of(row, mapping.title, missing, TITLE_LIMIT),
            description=(text_of(row, mapping.description, missing) or "")[:DESCRIPTION_LIMIT],
            address=line_of(row, mapping.address, missing, ADDRESS_LIMIT),
            type=chosen(row, mapping.type, missing),
            priority=_priority(row, mapping),
            region=chosen(row, mapping.region, missing) if mapping.region else None,
            point=point_of(row, mapping.location, missing),
            stamps=stamps,
            end=_end(row, mapping),
            unit=self._unit(line),
        )

    def _stamps(self, row: Row, stamps: dict[str, Stamp]) -> dict[str, datetime]:
        times = (
            (name, time_of(row, stamp.column, self.mapping, self.latest)) for name, stamp in stamps.items()
        )
        return {name: at for name, at in times if at is not None}

    def _unit(self, line: Line) -> UnitRow | None:
        mapping = self.mapping
        if mapping.unit is None:
            return None
        call_sign = identifier_of(line.cells, mapping.unit.call_sign, mapping.missing, CALL_SIGN_LIMIT)
        if call_sign is None:
            return None
        stamps = self._stamps(line.cells, dict(mapping.unit.stamps))
        if "assigned_at" not in stamps:
            return None  # never sent: nothing to measure
        return UnitRow(call_sign, chosen(line.cells, mapping.unit.service, mapping.missing), stamps, line)


def _end(row: Row, mapping: IncidentMapping) -> str | None:
    """What the row's status says of the incident's end; None without such a column."""
    if mapping.status is None:
        return None
    end = chosen(row, mapping.status, mapping.missing)
    if end not in ENDS:
        raise BadValue(
            _("%(column)s: “%(value)s” is not in the mapping.")
            % {"column": mapping.status.column, "value": shown(end)}
        )
    return end


def _priority(row: Row, mapping: IncidentMapping) -> int | None:
    if mapping.priority is None:
        return None
    value = chosen(row, mapping.priority, mapping.missing)
    if value not in {"1", "2", "3", "4", "5"}:
        raise BadValue(_("“%(value)s” is no priority from 1 to 5.") % {"value": shown(value)})
    return int(value)


def _joined_stamps(rows: list[_Parsed], mapping: IncidentMapping) -> dict[str, datetime]:
    joined: dict[str, datetime] = {}
    for name, stamp in mapping.stamps.items():
        times = [row.stamps[name] for row in rows if name in row.stamps]
        if times:
            joined[name] = min(times) if stamp.of_rows == "first" else max(times)
    return joined


def _joined_end(said: str | None, stamps: dict[str, datetime], mapping: IncidentMapping) -> str:
    """The past is closed, unless the mapping says that this may be open still."""
    end = said or ("open" if mapping.open_after else "closed")
    is_past = mapping.open_after is not None and stamps["reported_at"] < mapping.open_after
    return "closed" if end == "open" and is_past else end


def _join(rows: list[_Parsed], mapping: IncidentMapping) -> IncidentRows:
    first = rows[0]
    stamps = _joined_stamps(rows, mapping)
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
        stamps=stamps,
        end=_joined_end(first.end, stamps, mapping),
        units=[row.unit for row in rows if row.unit is not None],
        lines=[row.line for row in rows],
    )


def _grouped(rows: Iterable[_Parsed]) -> dict[str, list[_Parsed]]:
    groups: dict[str, list[_Parsed]] = {}
    for row in rows:
        groups.setdefault(row.external_id, []).append(row)
    return groups


def read_incidents(file: TextIO, mapping: IncidentMapping, *, latest: datetime, tell: Tell = untold) -> Table:
    """All of the file; raises `UnreadableFile` when its header does not fit the mapping or it is no text.

    A row with a time after `latest` is refused. `tell` gets the number of rows read, now and then.
    """
    table = Table()
    parser = _Parser(mapping, latest)
    parsed: list[_Parsed] = []
    for line in lines_of(file, mapping.delimiter, mapping.columns, table, tell):
        try:
            parsed.append(parser.parse(line))
        except BadValue as error:
            table.errors.append(RowError(line, str(error)))
    table.incidents = [_join(rows, mapping) for rows in _grouped(parsed).values()]
    return table
