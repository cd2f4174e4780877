"""The history of an incident of the past, line by line, as the live actions would have written it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from apps.core.clock import iso
from apps.demo.courses import Course, Ending
from apps.incidents.ledger import line
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.people import Principal
from apps.incidents.workflow import CHAIN, STAMP_OF, Status
from apps.inspectors.models import Assignment
from apps.inspectors.steps import about

_GIVEN_UP: Final = {Ending.CANCELLED: Status.CANCELLED, Ending.UNFOUNDED: Status.UNFOUNDED}
_WHY: Final = {
    Ending.CANCELLED: "Murojaatchi chaqiruvni bekor qildi.",
    Ending.UNFOUNDED: "Joyida tekshirildi, xabar tasdiqlanmadi.",
}
_FOLLOWS: Final = {Status.EN_ROUTE, Status.ON_SCENE}
_CORRECTION: Final = "Ekipaj yetib kelganini kech belgilagan, vaqti radioaloqa yozuvi boʻyicha tuzatildi."
# Lines that came with a new version of the incident.
VERSIONED: Final = frozenset({"moved", "call_attached", "stamp_corrected", "absorbed", "prioritised"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who did what: the operator, who closed it, who was sent and speaks for the unit."""

    operator: Principal
    closer: Principal
    assignments: tuple[tuple[Assignment, Principal | None], ...]


def lines_of(incident: Incident, course: Course, cast: Cast, *, until: datetime) -> list[HistoryEntry]:
    """The lines up to `until`, in the order of time; `incident` has its stamps as they were recorded."""
    found = [
        line(
            incident,
            "reported",
            by=cast.operator,
            at=incident.reported_at,
            to_status=Status.REPORTED.value,
            new={"source": incident.source, "source_ref": incident.source_ref},
        ),
        *_steps(incident, course, cast),
        *_units(incident, cast),
        *_endings(incident, course, cast),
    ]
    return sorted((each for each in found if each.at <= until), key=lambda each: each.at)


def _steps(incident: Incident, course: Course, cast: Cast) -> Iterator[HistoryEntry]:
    """Each step that has a stamp, from the status before it."""
    before = Status.REPORTED
    for status in CHAIN[1:]:
        at = course.stamps.get(STAMP_OF[status].value)
        if status is Status.ON_SCENE and course.recorded_on_scene_at:
            at = course.recorded_on_scene_at
        if at is None:
            continue
        yield line(
            incident,
            "moved",
            by=_mover(status, cast),
            at=at,
            from_status=before.value,
            to_status=status.value,
            field="outcome" if status is Status.RESOLVED else "",
            new=incident.outcome if status is Status.RESOLVED else None,
        )
        before = status


def _mover(status: Status, cast: Cast) -> Principal | None:
    if status in _FOLLOWS and cast.assignments:
        return cast.assignments[0][1]
    return cast.closer if status is Status.CLOSED else cast.operator


def _units(incident: Incident, cast: Cast) -> Iterator[HistoryEntry]:
    """What each unit did, by its stamps."""
    for assignment, speaker in cast.assignments:
        told = about(assignment)
        moments: list[tuple[str, datetime | None, Principal | None]] = [
            ("unit_assigned", assignment.assigned_at, cast.operator),
            ("unit_accepted", assignment.accepted_at, speaker),
            ("unit_en_route", assignment.en_route_at, speaker),
            ("unit_on_scene", assignment.on_scene_at, speaker),
            (f"unit_{assignment.status}", assignment.ended_at, cast.operator),
        ]
        for kind, at, by in moments:
            if at is not None:
                yield line(incident, kind, by=by, at=at, new=told)


def _endings(incident: Incident, course: Course, cast: Cast) -> Iterator[HistoryEntry]:
    """Giving up, and the correction of an arrival."""
    if course.gave_up_at and course.ending in _GIVEN_UP:
        yield line(
            incident,
            "moved",
            by=cast.operator,
            at=course.gave_up_at,
            from_status=_last_step(course).value,
            to_status=_GIVEN_UP[course.ending].value,
            note=_WHY[course.ending],
        )
    if course.corrected_at:
        yield line(
            incident,
            "stamp_corrected",
            by=cast.closer,
            at=course.corrected_at,
            field="on_scene_at",
            old=iso(course.recorded_on_scene_at),
            new=iso(course.stamps["on_scene_at"]),
            reason=_CORRECTION,
        )


def _last_step(course: Course) -> Status:
    return next(status for status in reversed(CHAIN) if STAMP_OF[status].value in course.stamps)


def merged_lines(
    merged: Incident, survivor: Incident, by: Principal, *, at: datetime
) -> tuple[HistoryEntry, HistoryEntry]:
    """That one was merged, and that the other absorbed it."""
    told: dict[str, Any] = {"number": survivor.number}
    reason = "Bir hodisa haqida takroriy xabar."
    moved = line(
        merged,
        "moved",
        by=by,
        at=at,
        from_status=Status.ACKNOWLEDGED.value,
        to_status=Status.MERGED.value,
        new=told,
        reason=reason,
    )
    kept = iso(survivor.reported_at)
    absorbed = line(
        survivor,
        "absorbed",
        by=by,
        at=at,
        field="reported_at",
        old={"reported_at": kept},
        new={"reported_at": kept, "number": merged.number},
        reason=reason,
    )
    return moved, absorbed
