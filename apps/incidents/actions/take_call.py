"""Take a call into the books."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from apps.accounts.models import ApiClient
from apps.incidents.actions.attach_call import attach_call
from apps.incidents.actions.edit_call import check_order
from apps.incidents.actions.end_call import end_call
from apps.incidents.actions.report_incident import Report, intake_of
from apps.incidents.models import Call, Incident
from apps.incidents.models.calls import WITH_INCIDENT
from apps.incidents.people import Principal, home_of, user_id_of
from apps.incidents.placing import known_region, place
from apps.incidents.refusals import (
    BelongsElsewhere,
    CannotAttachCall,
    NotAllowed,
    RegionNeeded,
    TimeInFuture,
    UnknownRegion,
)
from apps.incidents.workflow import is_in_future
from apps.live.feed import change
from apps.regions.locate import locate
from apps.regions.scope import EVERYTHING

# A call is not on the live screen: the incident it becomes is, with its count of calls.


@dataclass(frozen=True, slots=True)
class CallReport:
    """A call as a line, a button or an app brings it.

    `region` empty: the point's, else the incident's, else the taker's only region.
    """

    channel: str
    source: str
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    number: str = ""
    region: str | None = None
    location: Point | None = None
    location_source: str = ""
    location_accuracy_m: float | None = None
    address: str = ""
    note: str = ""
    outcome: str = ""
    source_ref: str = ""


def take_call(
    *,
    report: CallReport,
    by: Principal | None,
    at: datetime,
    incident_id: UUID | str | None = None,
    new_incident: Report | None = None,
) -> tuple[Call, bool]:
    """The call, and whether it is new: the same `source` and `source_ref` finds the one that exists.

    A new call is attached to `incident_id`, or to the incident that `new_incident` reports; so is one that exists
    and became nothing yet. Raises `UnknownRegion`, `RegionNeeded`, `TimeInFuture`, `CallDisordered`,
    `CannotAttachCall` where the call became something else, `BelongsElsewhere`, `NotAllowed` for somebody without
    a region, and what `attach_call` raises.
    """
    _check(report, by, at)
    if report.outcome and (incident_id or new_incident):
        raise CannotAttachCall
    call = _call(report, _region(report, by, incident_id, new_incident), by, at)
    check_order(call)
    with change(at=at):
        found = _written(call)
        if found is not call:
            _guard_repeated(found, report, by, incident_id, new_incident)
        if (incident_id or new_incident) and not found.outcome:
            found = attach_call(
                call_id=found.pk, incident_id=incident_id, new_incident=new_incident, by=by, at=at
            )
        elif report.outcome and not found.outcome:
            found = end_call(call_id=found.pk, outcome=report.outcome, by=by, at=at)
        return found, found.pk == call.pk


def _guard_repeated(
    found: Call,
    report: CallReport,
    by: Principal | None,
    incident_id: UUID | str | None,
    new_incident: Report | None,
) -> None:
    """Raise where whoever repeats the call may not see it any more, or says that it became something else."""
    if by and not Call.objects.in_scope(by.scope).filter(pk=found.pk).exists():
        raise BelongsElsewhere
    if not found.outcome:
        return
    if report.outcome and report.outcome != found.outcome:
        raise CannotAttachCall
    if incident_id and _survivor(incident_id) != found.incident_id:
        raise CannotAttachCall
    if new_incident and found.incident_id is None:
        raise CannotAttachCall


def _survivor(incident_id: UUID | str) -> UUID:
    """The incident, or the one that it was merged into at last."""
    incident = Incident.objects.only("merged_into").get(pk=incident_id)
    return _survivor(incident.merged_into_id) if incident.merged_into_id else incident.pk


def _written(call: Call) -> Call:
    """The call itself, or the one that exists."""
    try:
        with transaction.atomic():
            call.save(force_insert=True)
    except IntegrityError:
        found = _found(call)
        if found is None:
            raise
        return found
    return call


def _check(report: CallReport, by: Principal | None, at: datetime) -> None:
    if report.outcome in WITH_INCIDENT:
        raise ValueError("attach_call says which incident a call became")
    if by and not (by.scope.is_national or by.scope.codes):
        raise NotAllowed
    if report.region and by and not by.scope.covers(report.region):
        raise UnknownRegion(fields={"region": [str(UnknownRegion.message)]})
    for name in ("rang_at", "answered_at", "ended_at"):
        value = getattr(report, name)
        if value and is_in_future(value, at):
            raise TimeInFuture(fields={name: [str(TimeInFuture.message)]})


def _region(
    report: CallReport,
    by: Principal | None,
    incident_id: UUID | str | None,
    new_incident: Report | None,
) -> str:
    """The region given; else the point's; else the incident's; else the only one of whoever takes the call.

    A point in a region of others decides nothing: whoever takes the call must be able to go on with it. Raises
    `RegionNeeded`, `UnknownRegion`.
    """
    if report.region:
        return known_region(report.region)
    scope, home = by.scope if by else EVERYTHING, home_of(by)
    found = locate(report.location).region_code if report.location else None
    if found and scope.covers(found):
        return found
    if incident_id:
        return Incident.objects.values_list("region", flat=True).get(pk=incident_id)
    if new_incident:
        return place(new_incident.location, region=new_incident.region, home=home).region
    if not scope.covers(home):
        raise RegionNeeded(fields={"region": [str(RegionNeeded.message)]})
    return home


def _call(report: CallReport, region: str, by: Principal | None, at: datetime) -> Call:
    # A call that is told of without its ringing rang at the latest when somebody answered.
    rang_at = report.rang_at or min(
        time for time in (at, report.answered_at, report.ended_at) if time is not None
    )
    return Call(
        region_id=region,
        channel=report.channel,
        number=report.number,
        rang_at=rang_at,
        answered_at=report.answered_at,
        ended_at=report.ended_at,
        recorded_at=at,
        location=report.location,
        location_source=report.location_source,
        location_accuracy_m=report.location_accuracy_m,
        address=report.address,
        note=report.note,
        outcome=report.outcome,
        source=report.source,
        source_ref=report.source_ref,
        intake=intake_of(by, region),
        taken_by_id=user_id_of(by),
        client=by if isinstance(by, ApiClient) else None,
    )


def _found(call: Call) -> Call | None:
    if not call.source_ref:
        return None
    return Call.objects.filter(intake=call.intake, source=call.source, source_ref=call.source_ref).first()
