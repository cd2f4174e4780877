"""Take a call into the books."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from apps.accounts.models import ApiClient
from apps.incidents.actions.attach_call import attach_call
from apps.incidents.actions.report_incident import Report, intake_of
from apps.incidents.models import Call
from apps.incidents.models.calls import WITH_INCIDENT
from apps.incidents.people import Principal, home_of, user_id_of
from apps.incidents.placing import known_region
from apps.incidents.refusals import TimeInFuture, UnknownRegion
from apps.incidents.workflow import is_in_future
from apps.live.feed import change

# A call is not on the live screen: the incident it becomes is, with its count of calls.


@dataclass(frozen=True, slots=True)
class CallReport:
    """A call as a line, a button or an app brings it.

    `region` empty: the taker's only region, else the nation's.
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

    A new call is attached to `incident_id`, or to the incident that `new_incident` reports. Raises `UnknownRegion`,
    `TimeInFuture`, and what `attach_call` raises.
    """
    _check(report, by, at)
    call = _call(report, by, at)
    with change(at=at):
        found = _written(call)
        if found is not call:
            return found, False
        if incident_id or new_incident:
            call = attach_call(
                call_id=call.pk, incident_id=incident_id, new_incident=new_incident, by=by, at=at
            )
        return call, True


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
    if report.region and by and not by.scope.covers(report.region):
        raise UnknownRegion(fields={"region": [str(UnknownRegion.message)]})
    for name in ("rang_at", "answered_at", "ended_at"):
        value = getattr(report, name)
        if value and is_in_future(value, at):
            raise TimeInFuture(fields={name: [str(TimeInFuture.message)]})


def _call(report: CallReport, by: Principal | None, at: datetime) -> Call:
    region = known_region(report.region) if report.region else home_of(by)
    return Call(
        region_id=region,
        channel=report.channel,
        number=report.number,
        rang_at=report.rang_at or at,
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
