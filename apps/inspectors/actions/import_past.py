"""Take assignments of the past into the books, with the stamps another system gave them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from apps.core.copying import copy_rows
from apps.incidents.models import HistoryEntry
from apps.incidents.people import signature as signed
from apps.inspectors.ledger import Principal, signature
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.steps import about
from apps.inspectors.workflow import ENDED, STAMPS, AssignmentStatus
from apps.live.epochs import rewriting

BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class PastAssignment:
    """A unit's part in an incident of the past. Stamps (`assigned_at` to `cleared_at`) may be missing or disordered.

    `region` is the unit's. `ended_as` is how it ended; `ended_at` when, if that was no clearing.
    """

    incident_id: UUID
    region: str
    call_sign: str
    service: str
    stamps: Mapping[str, datetime]
    ended_as: AssignmentStatus = AssignmentStatus.CLEARED
    ended_at: datetime | None = None
    reason: str = ""


Key = tuple[int, UUID, datetime | None]


def import_past_assignments(*, past: Sequence[PastAssignment], by: Principal | None, at: datetime) -> int:
    """Write those that are not there yet, all or none; answers how many those were.

    A call sign that its region does not know becomes a retired unit, so that nobody is offered it. The same unit,
    incident and `assigned_at` again is the same assignment. History writes no events: the regions get a new epoch.
    Raises `ValueError` for one that has not ended.
    """
    if any(item.ended_as not in ENDED for item in past):
        raise ValueError("an assignment of the past has ended")
    with rewriting() as regions:
        units = _units(past, at)
        wanted = {_key(item, units): item for item in past}
        for key in _existing(wanted):
            wanted.pop(key, None)
        rows = [_row(item, units[item.region, item.call_sign], by) for item in wanted.values()]
        copy_rows(rows)
        copy_rows([entry for row in rows for entry in _lines(row, by, at)])
        regions |= {item.region for item in wanted.values()}
        return len(rows)


def _units(past: Sequence[PastAssignment], at: datetime) -> dict[tuple[str, str], Unit]:
    """The unit of each region and call sign; makes those that are missing."""
    services = {(item.region, item.call_sign): item.service for item in past}
    missing = [
        Unit(region_id=region, call_sign=call_sign, service=service, retired_at=at)
        for (region, call_sign), service in services.items()
    ]
    Unit.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
    rows = Unit.objects.filter(
        region__in={region for region, _ in services}, call_sign__in={sign for _, sign in services}
    )
    return {(unit.region_id, unit.call_sign): unit for unit in rows}


def _key(item: PastAssignment, units: Mapping[tuple[str, str], Unit]) -> Key:
    unit = units[item.region, item.call_sign]
    return unit.pk, item.incident_id, item.stamps.get("assigned_at")


def _existing(wanted: Mapping[Key, PastAssignment]) -> list[Key]:
    incidents = {incident_id for _, incident_id, _ in wanted}
    rows = Assignment.objects.filter(incident__in=incidents)
    return list(rows.values_list("unit_id", "incident_id", "assigned_at"))


def _row(item: PastAssignment, unit: Unit, by: Principal | None) -> Assignment:
    return Assignment(
        unit=unit,
        incident_id=item.incident_id,
        status=item.ended_as.value,
        ended_at=item.ended_at or item.stamps.get("cleared_at"),
        reason=item.reason,
        **{stamp: item.stamps.get(stamp) for stamp in STAMPS.values()},
        **signature(by),
    )


def _lines(row: Assignment, by: Principal | None, at: datetime) -> Iterator[HistoryEntry]:
    steps = [(status, getattr(row, stamp)) for status, stamp in STAMPS.items()]
    if row.status not in STAMPS:
        steps.append((AssignmentStatus(row.status), row.ended_at))
    for status, moment in steps:
        if moment is not None:
            yield HistoryEntry(
                incident_id=row.incident_id,
                kind=f"unit_{status.value}",
                at=moment,
                recorded_at=at,
                new=about(row),
                reason=row.reason if status in ENDED else "",
                **signed(by),
            )
