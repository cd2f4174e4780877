"""Signs of life of units on scene: when each was last heard of, and who has been quiet longer than its limit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery

from apps.incidents.models import HistoryEntry
from apps.inspectors.models import Assignment, Inspector, LifeCheck, LifeLimit
from apps.inspectors.workflow import AssignmentStatus

# A tablet that lies still wanders about so much by its receiver's error alone.
MOVED_M: Final = 30.0

MOVED: Final = """
    SELECT max(p.at) FROM inspectors_position p
    JOIN inspectors_device d ON d.id = p.device_id
    JOIN inspectors_latestposition l ON l.unit_id = d.unit_id
    WHERE d.unit_id = %s AND p.at > %s AND p.at <= l.at
      AND ST_DistanceSphere(p.location, l.location) > %s
"""


@dataclass(frozen=True, slots=True)
class Quiet:
    """An assignment whose unit has been quiet `since`."""

    pk: UUID
    since: datetime


def limited() -> Subquery:
    """The limit of an assignment's type of incident, in seconds; none where neither it nor every other has one."""
    rows = LifeLimit.objects.filter(Q(type=OuterRef("incident__type")) | Q(type=None))
    return Subquery(rows.order_by(F("type").asc(nulls_last=True)).values("limit_s")[:1])


def quiet_units(*, at: datetime) -> list[Quiet]:
    """Who is on scene, has not been asked, and has been quiet for longer than the type's limit."""
    rows = Assignment.objects.filter(status=AssignmentStatus.ON_SCENE, unit__retired_at=None)
    rows = rows.exclude(unit__life_checks__in=LifeCheck.objects.filter(ended_at=None))
    found = []
    for assignment in (
        rows.filter(on_scene_at__isnull=False).annotate(limit_s=limited()).exclude(limit_s=None)
    ):
        limit = timedelta(seconds=assignment.limit_s)
        # Only of whom arrived that long ago the rest is asked.
        came_at = assignment.on_scene_at
        if came_at is not None and came_at <= at - limit:
            heard = last_sign(assignment, since=came_at)
            if heard <= at - limit:
                found.append(Quiet(assignment.pk, heard))
    return found


def last_sign(assignment: Assignment, *, since: datetime) -> datetime:
    """When the crew was last heard of: an answer, a note or file of theirs, or a move; `since` at the earliest."""
    answered = assignment.life_checks.order_by("-answered_at").exclude(answered_at=None)
    crew = Inspector.objects.filter(units=assignment.unit_id, user__isnull=False).values("user")
    wrote = HistoryEntry.objects.filter(incident=assignment.incident_id, user__in=crew, at__gt=since)
    signs = [
        since,
        answered.values_list("answered_at", flat=True).first(),
        wrote.order_by("-at").values_list("at", flat=True).first(),
        _moved_at(assignment.unit_id, since),
    ]
    return max(sign for sign in signs if sign is not None)


def _moved_at(unit_id: int, since: datetime) -> datetime | None:
    """The last time that the unit was elsewhere than it is now."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [unit_id, since, MOVED_M])
        row: tuple[datetime | None] = cursor.fetchone()
    return row[0]
