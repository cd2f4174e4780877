"""A unit is sent to an incident."""

from datetime import datetime
from uuid import UUID

from apps.core.errors import NotFound
from apps.incidents.actions import advance_incident, record_fact, share_incident
from apps.incidents.models import Incident
from apps.incidents.workflow import UNRESOLVED, Status
from apps.inspectors.ledger import Principal, put_status, signature
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.refusals import IncidentTakesNoUnits, UnitIsNotFree, UnitIsTaken
from apps.inspectors.steps import Step, about, take_step, with_locked
from apps.inspectors.workflow import AssignmentStatus, UnitStatus, can_be_pre_empted, is_free
from apps.live.feed import Feed, change


def assign_unit(
    *,
    incident_id: UUID | str,
    unit_id: int,
    by: Principal | None,
    at: datetime,
    pre_empt: bool = False,
) -> Assignment:
    """Send a free unit; the first one dispatches the incident (and acknowledges it, if nobody has).

    With `pre_empt`, a unit that has not arrived at a less urgent incident is taken from it. The region of a unit
    from across a border sees the incident from now on. Raises `NotFound`, `IncidentTakesNoUnits`, `UnitIsTaken`
    (somebody was quicker: it says who), `UnitIsNotFree`.
    """
    with change(at=at) as feed:
        held = Assignment.objects.active().filter(unit=unit_id).first() if pre_empt else None
        incidents = _locked_incidents(str(incident_id), held)
        incident = incidents[str(incident_id)]
        unit = _locked_unit(unit_id)
        if incident.state not in UNRESOLVED:
            raise IncidentTakesNoUnits
        _free(feed, unit, incidents, incident, by=by, at=at)
        return _assigned(feed, unit, incident, by=by, at=at)


def _locked_incidents(incident_id: str, held: Assignment | None) -> dict[str, Incident]:
    """The incident and the one that the unit would be taken from, locked in the order of their ids."""
    ids = {incident_id, *([str(held.incident_id)] if held else [])}
    return {key: Incident.objects.locked(key) for key in sorted(ids)}


def _locked_unit(unit_id: int) -> Unit:
    try:
        return Unit.objects.active().locked(unit_id)
    except Unit.DoesNotExist:
        raise NotFound from None


def _free(
    feed: Feed,
    unit: Unit,
    incidents: dict[str, Incident],
    wanted: Incident,
    *,
    by: Principal | None,
    at: datetime,
) -> None:
    """Make sure that the unit can be sent; takes it from a less urgent incident that is among the locked ones."""
    held = Assignment.objects.active().filter(unit=unit).select_for_update(of=("self",)).first()
    if held is None:
        if not is_free(UnitStatus(unit.status)):
            raise UnitIsNotFree(unit)
        return
    other = incidents.get(str(held.incident_id))
    status = AssignmentStatus(held.status)
    if other is None or not can_be_pre_empted(status, other.priority, wanted.priority):
        raise UnitIsTaken(held, at)
    step = Step(AssignmentStatus.PRE_EMPTED, by, at, reason=wanted.number)
    take_step(feed, with_locked(held, other, unit), step)


def _assigned(
    feed: Feed, unit: Unit, incident: Incident, *, by: Principal | None, at: datetime
) -> Assignment:
    assignment = Assignment.objects.create(unit=unit, incident=incident, assigned_at=at, **signature(by))
    put_status(feed, unit, UnitStatus.ASSIGNED, by=by, at=at)
    if unit.region_id != incident.region_id:
        share_incident(incident_id=incident.pk, region=unit.region_id, by=by, at=at, reason=unit.call_sign)
    record_fact(incident_id=incident.pk, kind="unit_assigned", by=by, at=at, new=about(assignment))
    advance_incident(incident_id=incident.pk, to=Status.DISPATCHED, by=by, at=at)
    return assignment
