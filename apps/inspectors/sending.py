"""What sending a unit makes of it, its incident and the one it is taken from. The actions lock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.incidents.actions import advance_incident, record_fact, share_incident
from apps.incidents.actions.move_incident import is_taken_over
from apps.incidents.models import Incident
from apps.incidents.people import can_handle
from apps.incidents.steps import take_over
from apps.incidents.workflow import UNRESOLVED, Status
from apps.inspectors.ledger import Principal, put_status, signature
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.refusals import IncidentTakesNoUnits, UnitIsNotFree, UnitIsTaken
from apps.inspectors.rules import callable_statuses
from apps.inspectors.steps import Step, about, take_step, with_locked
from apps.inspectors.workflow import AssignmentStatus, UnitStatus, can_be_pre_empted
from apps.live.feed import Feed


@dataclass(frozen=True, slots=True)
class Order:
    """One unit to send; with `pre_empt` it may be taken from a less urgent incident."""

    unit_id: int
    pre_empt: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """An incident that units are sent to, among all incidents that are locked for it."""

    feed: Feed
    incident: Incident
    locked: Mapping[str, Incident]
    by: Principal | None
    at: datetime


def locked_incidents(ids: Iterable[UUID | str]) -> dict[str, Incident]:
    """Incidents under row locks, taken in the order of their ids."""
    return {key: Incident.objects.locked(key) for key in sorted({str(one) for one in ids})}


def held_incidents(orders: Iterable[Order]) -> list[UUID]:
    """The incidents that units of these orders may be taken from."""
    taken = [order.unit_id for order in orders if order.pre_empt]
    return list(Assignment.objects.active().filter(unit__in=taken).values_list("incident_id", flat=True))


def locked_unit(unit_id: int) -> Unit:
    """A unit in use under a row lock; raises `NotFound`."""
    try:
        return Unit.objects.active().locked(unit_id)
    except Unit.DoesNotExist:
        raise NotFound from None


def check_takes_units(incident: Incident) -> None:
    """Raise `IncidentTakesNoUnits` where nobody is expected any more."""
    if incident.state not in UNRESOLVED:
        raise IncidentTakesNoUnits


def send(sending: Sending, unit: Unit, *, pre_empt: bool) -> Assignment:
    """Send a locked unit to a locked incident; raises `UnitIsTaken` and `UnitIsNotFree` before anything is written."""
    _free(sending, unit, pre_empt=pre_empt)
    return _assigned(sending, unit)


def _free(sending: Sending, unit: Unit, *, pre_empt: bool) -> None:
    """Make sure that the unit can be sent; takes it from a less urgent incident that is among the locked ones."""
    held = Assignment.objects.active().filter(unit=unit).select_for_update(of=("self",)).first()
    if held is None:
        if unit.status not in callable_statuses(sending.incident, sending.at):
            raise UnitIsNotFree(unit)
        return
    other = sending.locked.get(str(held.incident_id)) if pre_empt else None
    status = AssignmentStatus(held.status)
    if other is None or not can_be_pre_empted(status, other.priority, sending.incident.priority):
        raise UnitIsTaken(held, sending.at)
    step = Step(AssignmentStatus.PRE_EMPTED, sending.by, sending.at, reason=sending.incident.number)
    take_step(sending.feed, with_locked(held, other, unit), step)


def _assigned(sending: Sending, unit: Unit) -> Assignment:
    incident, by, at = sending.incident, sending.by, sending.at
    assignment = Assignment.objects.create(unit=unit, incident=incident, assigned_at=at, **signature(by))
    put_status(sending.feed, unit, UnitStatus.ASSIGNED, by=by, at=at)
    if unit.region_id != incident.region_id:
        share_incident(incident_id=incident.pk, region=unit.region_id, by=by, at=at, reason=unit.call_sign)
    record_fact(incident_id=incident.pk, kind="unit_assigned", by=by, at=at, new=about(assignment))
    advance_incident(incident_id=incident.pk, to=Status.DISPATCHED, by=by, at=at)
    _take_over(sending)
    return assignment


def _take_over(sending: Sending) -> None:
    """Who sends another unit to what rings again has heard it."""
    by, incident = sending.by, Incident.objects.locked(sending.incident.pk)
    if isinstance(by, User) and is_taken_over(incident) and can_handle(by, incident.region_id):
        take_over(sending.feed, incident, by=by, at=sending.at)
