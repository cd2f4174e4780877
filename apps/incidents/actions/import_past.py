"""Take incidents of the past into the books, with the stamps another system gave them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby
from uuid import UUID

from django.db import connection

from apps.accounts.models import ApiClient
from apps.core.copying import copy_rows
from apps.incidents.actions.report_incident import Report, intake_of
from apps.incidents.ledger import line
from apps.incidents.models import Call, CallChannel, CallOutcome, HistoryEntry, Incident, IncidentType
from apps.incidents.numbering import local_year, take_numbers
from apps.incidents.people import Principal, home_of, user_id_of
from apps.incidents.placing import Placed, known_district, known_region, place
from apps.incidents.searching import search_text
from apps.incidents.workflow import CHAIN, STAMP_OF, Stamp, Status
from apps.live.epochs import rewriting
from apps.regions.models import Region


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call of the past about an incident."""

    rang_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    channel: str = CallChannel.LINE_102.value


@dataclass(frozen=True, slots=True)
class PastIncident:
    """A report with `source_ref`, and its stamps: any but `reported_at` may be missing, and they may be disordered.

    `status` None: as far as the stamps reach. One that is `CLOSED` without a time of closing ends at its last stamp,
    and its history says that this was the import's doing.
    """

    report: Report
    stamps: Mapping[Stamp, datetime]
    status: Status | None = None
    outcome: str = ""
    handler_id: int | None = None
    calls: Sequence[PastCall] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Imported:
    """The incident of a reference, and whether this import made it."""

    id: UUID
    region: str
    is_new: bool


def import_past_incidents(
    *, past: Sequence[PastIncident], by: Principal | None, at: datetime
) -> dict[str, Imported]:
    """Write those that are not there yet, all or none; answers by `source_ref`.

    All must come from one source. History writes no events: the regions get a new epoch, so that screens reload.
    A reference that exists in its intake is answered as it is. Raises `UnknownRegion` and `YearHasNoNumbers`;
    types must exist.
    """
    with rewriting() as regions:
        _one_at_a_time(past[0].report.source if past else "")
        placed = _placed(past, by)
        found = _existing(past, placed, by)
        new = [item for item in past if item.report.source_ref not in found]
        rows = list(_rows(new, placed, by, at))
        items = {item.report.source_ref: item for item in new}
        copy_rows(rows)
        copy_rows([entry for row in rows for entry in _lines(row, items[row.source_ref], by, at)])
        copy_rows([call for row in rows for call in _calls(row, items[row.source_ref].calls, at)])
        regions |= {row.region_id for row in rows}
        made = {row.source_ref: Imported(row.pk, row.region_id, is_new=True) for row in rows}
        return found | made


def _one_at_a_time(source: str) -> None:
    """Two imports of one source wait for each other, or both would find nothing there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import:{source}"])


def _placed(past: Sequence[PastIncident], by: Principal | None) -> dict[str, Placed]:
    home, known = home_of(by), cache(known_region)
    return {
        report.source_ref: place(report.location, region=report.region, home=home, known=known)
        for report in (item.report for item in past)
    }


def _existing(
    past: Sequence[PastIncident], placed: Mapping[str, Placed], by: Principal | None
) -> dict[str, Imported]:
    intakes = {intake_of(by, where.region) for where in placed.values()}
    sources = {item.report.source for item in past}
    rows = Incident.objects.filter(
        intake__in=intakes, source__in=sources, source_ref__in=list(placed)
    ).values_list("source_ref", "id", "region_id", "intake")
    return {
        ref: Imported(pk, region, is_new=False)
        for ref, pk, region, intake in rows
        if intake == intake_of(by, placed[ref].region)
    }


def _rows(
    new: Sequence[PastIncident], placed: Mapping[str, Placed], by: Principal | None, at: datetime
) -> Iterator[Incident]:
    kinds = IncidentType.objects.in_bulk({item.report.type for item in new})
    regions = Region.objects.in_bulk({placed[item.report.source_ref].region for item in new})

    def counter(item: PastIncident) -> tuple[str, int]:
        region = regions[placed[item.report.source_ref].region]
        return region.code, local_year(region, item.stamps[Stamp.REPORTED_AT])

    ordered = sorted(new, key=lambda item: (*counter(item), item.stamps[Stamp.REPORTED_AT]))
    for (region, year), group in groupby(ordered, key=counter):
        items = list(group)
        for item, number in zip(items, take_numbers(region, year, len(items)), strict=True):
            yield _row(item, number, placed[item.report.source_ref], kinds[item.report.type], by, at)


def _status(stamps: Mapping[Stamp, datetime]) -> Status:
    """As far as the stamps reach; nothing is invented."""
    return next(status for status in reversed(CHAIN) if STAMP_OF[status] in stamps)


def _columns(item: PastIncident, status: Status) -> dict[str, datetime]:
    """The stamps as the table holds them: what is closed, and nothing else, has a time of closing."""
    columns = {stamp.value: when for stamp, when in item.stamps.items() if stamp != Stamp.CLOSED_AT}
    if status == Status.CLOSED:
        columns[Stamp.CLOSED_AT.value] = item.stamps.get(Stamp.CLOSED_AT) or max(item.stamps.values())
    return columns


def _row(
    item: PastIncident, number: str, where: Placed, kind: IncidentType, by: Principal | None, at: datetime
) -> Incident:
    report = item.report
    priority = report.priority or kind.default_priority
    status = item.status or _status(item.stamps)
    return Incident(
        number=number,
        region_id=where.region,
        district_id=known_district(report.district, where.region),
        type=kind,
        priority=priority,
        initial_priority=priority,
        highest_priority=priority,
        status=status.value,
        is_ringing=False,
        title=report.title or kind.name_uz,
        description=report.description,
        location=report.location,
        location_source=report.location_source,
        location_accuracy_m=report.location_accuracy_m,
        address=report.address,
        is_outside=where.is_outside,
        source=report.source,
        source_ref=report.source_ref,
        intake=intake_of(by, where.region),
        is_exercise=report.is_exercise,
        is_officer_initiated=report.is_officer_initiated,
        recorded_at=at,
        reported_by_id=user_id_of(by),
        client=by if isinstance(by, ApiClient) else None,
        outcome=item.outcome,
        handler_id=item.handler_id,
        calls_count=len(item.calls),
        search=search_text(number, report.title, report.address),
        **_columns(item, status),
    )


def _lines(row: Incident, item: PastIncident, by: Principal | None, at: datetime) -> Iterator[HistoryEntry]:
    """One for each stamp that was given, and one for an end that has none."""
    for step in CHAIN:
        happened_at = item.stamps.get(STAMP_OF[step])
        if happened_at and getattr(row, STAMP_OF[step].value):
            yield _line(row, step, happened_at, by, at)
    if row.state not in CHAIN:
        yield _line(row, row.state, max(item.stamps.values()), by, at)
    elif row.closed_at and Stamp.CLOSED_AT not in item.stamps:
        yield line(
            row, "closed_by_import", by=by, at=at, happened_at=row.closed_at, to_status=Status.CLOSED.value
        )


def _line(
    row: Incident, step: Status, happened_at: datetime, by: Principal | None, at: datetime
) -> HistoryEntry:
    new: dict[str, str] | None = None
    if step == Status.REPORTED:
        new = {"source": row.source, "source_ref": row.source_ref}
    elif step == Status.RESOLVED and row.outcome:
        new = {"outcome": row.outcome}
    return line(row, "imported", by=by, at=at, happened_at=happened_at, to_status=step.value, new=new)


def _calls(row: Incident, calls: Sequence[PastCall], at: datetime) -> Iterator[Call]:
    for n, call in enumerate(calls):
        yield Call(
            region_id=row.region_id,
            channel=call.channel,
            rang_at=call.rang_at,
            answered_at=call.answered_at,
            ended_at=call.ended_at,
            recorded_at=at,
            outcome=(CallOutcome.ATTACHED if n else CallOutcome.NEW_INCIDENT).value,
            incident=row,
            source=row.source,
            source_ref=f"{row.pk}#{n}",
            intake=row.intake,
        )
