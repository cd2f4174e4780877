"""Units that are on their way or on scene when history ends: their status, and where they are."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from apps.demo.loading.crews import Crew
from apps.demo.loading.field import device_of
from apps.demo.seeds import chance, id_at
from apps.inspectors.actions.record_positions import Reading, record_positions
from apps.inspectors.models import Assignment, UnitStatusEntry
from apps.inspectors.workflow import STAMPS, UNIT_DURING, AssignmentStatus, UnitStatus
from apps.regions.scope import EVERYTHING

_WAY: Final = (
    AssignmentStatus.ASSIGNED,
    AssignmentStatus.ACCEPTED,
    AssignmentStatus.EN_ROUTE,
    AssignmentStatus.ON_SCENE,
)


def put_to_work(*, pairs: Sequence[tuple[Assignment, Crew]], at: datetime) -> None:
    """Give each unit the status of its assignment, the lines of how it got there, and a position."""
    rng = chance("at work")
    for assignment, crew in pairs:
        statuses = _statuses(assignment)
        unit = crew.unit
        unit.status, unit.status_changed_at = statuses[-1]
        unit.save(update_fields=["status", "status_changed_at"])
        UnitStatusEntry.objects.bulk_create(
            UnitStatusEntry(id=id_at(rng, now), unit=unit, at=now, was=was, status=status)
            for (was, _), (status, now) in pairwise([(UnitStatus.AVAILABLE.value, at), *statuses])
        )
    record_positions(
        readings=[_reading(assignment, crew, at) for assignment, crew in pairs], scope=EVERYTHING, at=at
    )


def _statuses(assignment: Assignment) -> list[tuple[str, datetime]]:
    """What the unit became, and when: accepting changes nothing for it."""
    found: list[tuple[str, datetime]] = []
    for step in _WAY:
        moment, status = getattr(assignment, STAMPS[step]), UNIT_DURING[step].value
        if moment and (not found or found[-1][0] != status):
            found.append((status, moment))
    return found


def _reading(assignment: Assignment, crew: Crew, at: datetime) -> Reading:
    """On scene there, en route half-way, else at home."""
    there = assignment.incident.location
    part = {UnitStatus.ON_SCENE: 1.0, UnitStatus.EN_ROUTE: 0.5}.get(UnitStatus(crew.unit.status), 0.0)
    lon, lat = crew.home
    if there is not None:
        lon, lat = lon + (there.x - lon) * part, lat + (there.y - lat) * part
    return Reading(device=device_of(crew.unit.call_sign), at=at, lon=round(lon, 6), lat=round(lat, 6))
