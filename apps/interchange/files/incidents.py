"""Write a table of incidents through the actions, in batches that each stand or fall whole."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import ApiClient, User
from apps.core.geo import point
from apps.incidents.actions.import_past import Imported, PastIncident, import_past_incidents
from apps.incidents.actions.report_incident import Report
from apps.incidents.models import IncidentType
from apps.incidents.workflow import Stamp, Status
from apps.inspectors.actions.import_past import PastAssignment, import_past_assignments
from apps.inspectors.models import Service
from apps.interchange.files.mapping import IncidentMapping
from apps.interchange.files.reading import RowError, Tell, untold
from apps.interchange.files.rows import IncidentRows, Table, UnitRow, read_incidents
from apps.interchange.files.values import shown
from apps.live.epochs import one_epoch
from apps.regions.locate import regions_at
from apps.regions.models import Region
from apps.regions.scope import EVERYTHING

T = TypeVar("T")
BATCH: Final = 500


@dataclass(slots=True)
class Outcome:
    """What an import did: counts of the file, of what is done by now, and of what of that is new."""

    rows: int = 0
    incidents: int = 0
    done: int = 0
    done_rows: int = 0
    new_incidents: int = 0
    new_assignments: int = 0
    errors: list[RowError] = field(default_factory=list)


Progress = Callable[[Outcome], None]


def _nothing(progress: object) -> None:
    return None


def _never() -> bool:
    return False


def read_table(path: Path, mapping: IncidentMapping, *, latest: datetime, tell: Tell = untold) -> Table:
    """The file's incidents, with those refused whose type, service or region does not exist here.

    Raises `UnreadableFile` or `OSError`.
    """
    # Bytes that the encoding does not know come as halves of characters, so that only their rows are refused.
    with path.open(encoding=mapping.encoding, errors="surrogateescape", newline="") as file:
        table = read_incidents(file, mapping, latest=latest, tell=tell)
    known = _Known()
    kept = []
    for incident in table.incidents:
        reason = known.refuses(incident)
        if reason:
            table.errors += [RowError(line, reason) for line in incident.lines]
            continue
        table.errors += [
            RowError(unit.line, _("“%(value)s” is no service of units.") % {"value": shown(unit.service)})
            for unit in incident.units
            if unit.service not in Service.values
        ]
        incident.units[:] = [unit for unit in incident.units if unit.service in Service.values]
        kept.append(incident)
    table.incidents = kept
    table.errors.sort(key=lambda error: error.line.number)
    return table


def outside_country(table: Table) -> int:
    """How many incidents have a point that lies in no region, and no region of the mapping: the national queue's."""
    points = [one.point for one in table.incidents if one.point is not None and one.region is None]
    found = (regions_at(points[first : first + BATCH]) for first in range(0, len(points), BATCH))
    return sum(codes.count(None) for codes in found)


class _Known:
    """The codes that exist here, read once."""

    def __init__(self) -> None:
        self.types = set(IncidentType.objects.values_list("code", flat=True))
        self.regions = set(Region.objects.in_scope(EVERYTHING).values_list("code", flat=True))

    def refuses(self, incident: IncidentRows) -> str | None:
        if incident.type not in self.types:
            return _("“%(value)s” is no type of incident.") % {"value": shown(incident.type)}
        if incident.region is not None and incident.region not in self.regions:
            return _("“%(value)s” is no region.") % {"value": shown(incident.region)}
        return None


def report_of(incident: IncidentRows, mapping: IncidentMapping) -> Report:
    """The incident as somebody would report it."""
    return Report(
        type=incident.type,
        title=incident.title,
        source=mapping.source,
        priority=incident.priority,
        description=incident.description,
        location=point(*incident.point) if incident.point else None,
        address=incident.address,
        region=incident.region,
        source_ref=incident.external_id,
        reported_at=incident.stamps["reported_at"],
        is_exercise=mapping.is_exercise,
    )


def _past(incident: IncidentRows, mapping: IncidentMapping) -> PastIncident:
    return PastIncident(
        report_of(incident, mapping),
        {Stamp(name): at for name, at in incident.stamps.items()},
        status=None if incident.end == "open" else Status(incident.end),
    )


def _assignment(imported: Imported, unit: UnitRow) -> PastAssignment:
    return PastAssignment(imported.id, imported.region, unit.call_sign, unit.service, unit.stamps)


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def import_table(
    table: Table,
    mapping: IncidentMapping,
    *,
    by: User | ApiClient | None,
    at: datetime,
    progress: Progress = _nothing,
    is_stopped: Callable[[], bool] = _never,
) -> Outcome:
    """Write what is not there yet, in batches: a batch is one transaction, of incidents and their units.

    `is_stopped` is asked before each batch. Screens are told to reload once, at the end, whatever ended it.
    """
    outcome = Outcome(rows=table.rows, incidents=len(table.incidents), errors=table.errors)
    with one_epoch():
        for batch in _batches(table.incidents):
            if is_stopped():
                break
            incidents, assignments = _write(batch, mapping, by=by, at=at)
            outcome.new_incidents += incidents
            outcome.new_assignments += assignments
            outcome.done += len(batch)
            outcome.done_rows += sum(len(incident.lines) for incident in batch)
            progress(outcome)
    return outcome


def _write(
    batch: Sequence[IncidentRows], mapping: IncidentMapping, *, by: User | ApiClient | None, at: datetime
) -> tuple[int, int]:
    """Write one batch, all or none; answers how many incidents and assignments were new."""
    with transaction.atomic():
        imported = import_past_incidents(past=[_past(item, mapping) for item in batch], by=by, at=at)
        sent = [_assignment(imported[item.external_id], unit) for item in batch for unit in item.units]
        assignments = import_past_assignments(past=sent, by=by, at=at)
    return sum(item.is_new for item in imported.values()), assignments
