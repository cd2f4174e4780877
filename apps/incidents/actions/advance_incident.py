"""Bring an incident as far as its first unit has come; later units change nothing."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, store
from apps.incidents.models import Incident
from apps.incidents.people import Principal
from apps.incidents.steps import Step, checked_stamp, held_from, put_stamp, take_step
from apps.incidents.workflow import STAMP_OF, UNRESOLVED, WITH_UNITS, Status, is_behind
from apps.live.feed import Feed, change


def advance_incident(
    *,
    incident_id: UUID | str,
    to: Status | str,
    by: Principal | None,
    at: datetime,
    stamp_at: datetime | None = None,
    is_offline: bool = False,
) -> Incident:
    """A unit is dispatched, en route or on scene.

    Move the incident there if it is behind, and set a missing stamp.

    Dispatching to an incident that still rings acknowledges it first. An incident that is resolved or ended,
    or as far already, stays as it is. Raises `CannotMove` and the stamps' refusals as `move_incident`.
    """
    step = Step(Status(to), by, at, stamp_at, is_offline=is_offline)
    if step.to not in WITH_UNITS:
        raise ValueError(f"units do not bring an incident to {to}")
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        if incident.state not in UNRESOLVED:
            return incident
        return _advanced(feed, incident, step)


def _advanced(feed: Feed, incident: Incident, step: Step) -> Incident:
    if incident.state == Status.REPORTED and step.to == Status.DISPATCHED:
        take_step(feed, incident, Step(Status.ACKNOWLEDGED, step.by, step.at, step.stamp_at))
    if incident.state == Status.ON_HOLD:
        return _stamped(feed, incident, step, held_at=_further(held_from(incident), step.to))
    if is_behind(incident.state, step.to):
        return take_step(feed, incident, step)
    return _stamped(feed, incident, step)


def _further(before: Status | None, to: Status) -> Status:
    return to if before is None or is_behind(before, to) else before


def _stamped(feed: Feed, incident: Incident, step: Step, held_at: Status | None = None) -> Incident:
    """The first of each stamp counts, whatever the incident's status has become meanwhile."""
    stamp = STAMP_OF[step.to]
    held = held_at.value if held_at else incident.held_from
    if getattr(incident, stamp.value) and held == incident.held_from:
        return incident
    happened_at = checked_stamp(incident, step)
    is_set = put_stamp(incident, stamp, happened_at)
    if not is_set and held == incident.held_from:
        return incident
    incident.held_from = held
    entry = line(
        incident,
        "stamped",
        by=step.by,
        at=step.at,
        happened_at=happened_at,
        field=stamp.value,
        is_offline=step.is_offline,
    )
    store(feed, incident, [stamp.value, "held_from"], entry, event="incident.stamped")
    return incident
