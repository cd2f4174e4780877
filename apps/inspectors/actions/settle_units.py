"""An incident goes to another region; its units go on or stand down: a reaction to the transfer, in its transaction."""

from typing import Final

from apps.incidents.actions import share_incident
from apps.incidents.reactions import Transferred
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.steps import Step, take_step, with_locked
from apps.inspectors.workflow import AssignmentStatus, goes_on_after_transfer
from apps.live.feed import Feed, change

REASON_LENGTH: Final = 250


def settle_units(event: Transferred) -> None:
    """Who travels or is on scene goes on, and his or her region sees the incident; who has not set out stands down.

    A unit of the region that the incident now belongs to goes on in any case.
    """
    with change(at=event.at) as feed:
        for assignment in Assignment.objects.active().filter(incident=event.incident).order_by("unit_id"):
            unit = Unit.objects.locked(assignment.unit_id)
            held = with_locked(Assignment.objects.locked(assignment.pk), event.incident, unit)
            _settle(feed, held, event)


def _settle(feed: Feed, held: Assignment, event: Transferred) -> None:
    region = held.unit.region_id
    is_of_new_region = region == event.incident.region_id
    if not goes_on_after_transfer(AssignmentStatus(held.status), is_of_new_region=is_of_new_region):
        take_step(feed, held, Step(AssignmentStatus.STOOD_DOWN, event.by, event.at, reason=_why(event)))
    elif not is_of_new_region:
        share_incident(
            incident_id=held.incident_id, region=region, by=event.by, at=event.at, reason=held.unit.call_sign
        )


def _why(event: Transferred) -> str:
    return f"{event.old} → {event.incident.region_id}: {event.reason}"[:REASON_LENGTH]
