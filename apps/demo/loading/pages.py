"""Rows of one incident of the past: itself, its calls, its assignments."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from apps.accounts.models import User
from apps.core.geo import point
from apps.demo.courses import Course, Ending
from apps.demo.kinds import draw_outcome
from apps.demo.loading.crews import Crew, Crews
from apps.demo.past import Case, PastCall
from apps.demo.seeds import id_at
from apps.incidents.models import Call, Incident
from apps.incidents.searching import search_text
from apps.incidents.workflow import CHAIN, STAMP_OF, Status
from apps.inspectors.models import Assignment
from apps.inspectors.workflow import AssignmentStatus

A: Final = AssignmentStatus
_SECOND_UNIT: Final = 0.22
_URGENT: Final = 2
_ENDINGS: Final = {
    Ending.CANCELLED: Status.CANCELLED,
    Ending.UNFOUNDED: Status.UNFOUNDED,
    Ending.MERGED: Status.MERGED,
}


def status_at(course: Course, now: datetime) -> Status:
    """How far the incident is at `now`."""
    if course.gave_up_at and course.gave_up_at <= now:
        return _ENDINGS[course.ending]
    reached = [status for status in CHAIN if STAMP_OF[status].value in stamps_at(course, now)]
    return reached[-1]


def stamps_at(course: Course, now: datetime) -> dict[str, datetime]:
    """The stamps that are given at `now`; a correction counts from when it was made."""
    stamps = dict(course.stamps)
    if course.recorded_on_scene_at and course.corrected_at and course.corrected_at > now:
        stamps["on_scene_at"] = course.recorded_on_scene_at
    return {name: at for name, at in stamps.items() if at <= now}


def incident_of(
    rng: random.Random, region: str, case: Case, number: str, handler: User, *, reference: str, now: datetime
) -> Incident:
    """The incident as it stands at `now`."""
    status = status_at(case.course, now)
    stamps = stamps_at(case.course, now)
    is_resolved = "resolved_at" in stamps
    return Incident(
        id=id_at(rng, case.reported_at),
        number=number,
        region_id=region,
        district_id=case.district,
        type_id=case.kind.code,
        priority=case.priority,
        initial_priority=case.priority,
        highest_priority=case.priority,
        status=status.value,
        is_ringing=status is Status.REPORTED,
        title=case.title,
        location=point(case.spot.lon, case.spot.lat),
        location_source=case.location_source,
        location_accuracy_m=case.accuracy_m,
        address=case.address,
        source=case.source,
        source_ref=reference,
        intake=f"region:{region}",
        reported_by=handler,
        is_exercise=case.is_exercise,
        is_officer_initiated=case.is_by_officer,
        recorded_at=case.reported_at,
        outcome=draw_outcome(rng, case.kind, was_sent="dispatched_at" in stamps) if is_resolved else "",
        handler=handler if "acknowledged_at" in stamps else None,
        search=search_text(number, case.title, case.address),
        **stamps,
    )


def calls_of(
    rng: random.Random, case: Case, incident: Incident, taker: User, *, now: datetime
) -> Iterator[Call]:
    """The calls about an incident that had rung by `now`."""
    for n, past in enumerate(case.calls):
        if past.rang_at <= now:
            call = call_of(
                rng, incident.region_id, past, taker, reference=f"{incident.source_ref}-{n}", now=now
            )
            call.incident, call.outcome = incident, past.outcome
            call.address, call.location = case.address, incident.location
            call.location_source, call.location_accuracy_m = case.location_source, case.accuracy_m
            yield call


def call_of(
    rng: random.Random, region: str, past: PastCall, taker: User, *, reference: str, now: datetime
) -> Call:
    """A call that belongs to no incident; an outcome only when it has ended."""
    is_over = past.ended_at <= now
    return Call(
        id=id_at(rng, past.rang_at),
        region_id=region,
        channel=past.channel,
        number=past.number,
        rang_at=past.rang_at,
        answered_at=past.answered_at if past.answered_at and past.answered_at <= now else None,
        ended_at=past.ended_at if is_over else None,
        recorded_at=past.rang_at,
        outcome=past.outcome if is_over else "",
        source=past.channel,
        source_ref=reference,
        intake=f"region:{region}",
        taken_by=taker,
    )


def assignments_of(
    rng: random.Random, case: Case, incident: Incident, crews: Crews, *, now: datetime
) -> list[tuple[Assignment, Crew]]:
    """Who was sent: nobody, one unit, or two."""
    course = case.course
    sent_at = course.stamps.get("dispatched_at")
    if sent_at is None or sent_at > now:
        return []
    is_double = case.priority <= _URGENT and rng.random() < _SECOND_UNIT
    found = []
    for n in range(2 if is_double else 1):
        until = course.stamps.get("resolved_at") or course.gave_up_at or course.last_at
        where = (case.spot.lon, case.spot.lat)
        crew = crews.send(case.kind.category, where, at=sent_at, until=until, now=now)
        if crew:
            lag = timedelta(seconds=round(rng.uniform(15, 120))) if n else timedelta(0)
            found.append((_assignment(rng, incident, course, crew, lag, until, now), crew))
    return found


def _assignment(
    rng: random.Random,
    incident: Incident,
    course: Course,
    crew: Crew,
    lag: timedelta,
    until: datetime,
    now: datetime,
) -> Assignment:
    sent_at = course.stamps["dispatched_at"] + lag
    stamps = {
        "assigned_at": sent_at,
        "accepted_at": course.accepted_at + lag if course.accepted_at else None,
        "en_route_at": _later(course.stamps.get("en_route_at"), lag),
        "on_scene_at": _later(course.recorded_on_scene_at or course.stamps.get("on_scene_at"), lag),
    }
    given = {name: at for name, at in stamps.items() if at and at <= min(now, until)}
    status = _status(given)
    is_over = until <= now
    if is_over:
        status = A.CLEARED if status is A.ON_SCENE else A.STOOD_DOWN
    return Assignment(
        id=id_at(rng, sent_at),
        unit=crew.unit,
        incident=incident,
        status=status.value,
        cleared_at=until if status is A.CLEARED else None,
        ended_at=until if is_over else None,
        by_user=incident.handler,
        **given,
    )


def _later(at: datetime | None, lag: timedelta) -> datetime | None:
    return at + lag if at else None


def _status(stamps: dict[str, datetime]) -> AssignmentStatus:
    names = {"on_scene_at": A.ON_SCENE, "en_route_at": A.EN_ROUTE, "accepted_at": A.ACCEPTED}
    return next((status for name, status in names.items() if name in stamps), A.ASSIGNED)


def closer_of(case: Case, operator: User, supervisor: User, stamps: Sequence[str]) -> User:
    """Who closes: a supervisor what was urgent or lacks stamps, else the operator."""
    way = {"dispatched_at", "en_route_at", "on_scene_at"} & set(stamps)
    return supervisor if case.priority <= _URGENT or len(way) in {1, 2} else operator
