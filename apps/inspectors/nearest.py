"""Which units can be sent to an incident: the nearest free ones, who is left out and why, help across a border."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.incidents.models import Incident
from apps.inspectors.items import item_of
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.querysets import UnitQuerySet
from apps.inspectors.workflow import AssignmentStatus, UnitStatus
from apps.regions.scope import Scope

# A position older than the first is told as a weakness; older than the second, nobody knows where the unit is.
OLD: Final = timedelta(minutes=5)
LOST: Final = timedelta(hours=1)
AID_WITHIN_M: Final = 10_000.0
LEFT_OUT: Final = 20
AID: Final = 5
# Of another region's units the distance is told no finer than this.
COARSE_M: Final = 100


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what: the incident, the regions of whoever asks, one service or any, how many, and when."""

    incident: Incident
    scope: Scope
    at: datetime
    limit: int
    service: str = ""


def units_near(question: Question) -> dict[str, Any]:
    """`{"results", "left_out", "across_border", "without_position"}`.

    `results` are free units in scope, nearest first (metres by geography), each with `distance_m`,
    `position_age_s` and `reasons`; `left_out` those at least as near that cannot be sent, with why. Without a
    point, distances are null and units come by call sign.
    """
    point = question.incident.location
    if point is None:
        free = _sendable(question).shown().order_by("call_sign", "pk")[: question.limit]
        offered = [_offer(unit, question) for unit in free]
        return {"results": offered, "left_out": [], "across_border": [], "without_position": 0}
    found = list(_sendable(question).nearest_to(point, limit=question.limit).shown())
    return {
        "results": [_offer(unit, question) for unit in found],
        "left_out": _left_out(question, point, found),
        "across_border": _aid(question, point),
        "without_position": _free(question).filter(latest=None).count(),
    }


def _mine(question: Question) -> UnitQuerySet:
    rows = Unit.objects.active().in_scope(question.scope)
    return rows.filter(service=question.service) if question.service else rows


def _free(question: Question) -> UnitQuerySet:
    return _mine(question).filter(status=UnitStatus.AVAILABLE)


def _unwilling(incident: Incident) -> dict[int, str]:
    """Units that refused this very incident, or let it expire, with how the last of these ended."""
    ended = Assignment.objects.filter(
        incident=incident, status__in=[AssignmentStatus.REFUSED, AssignmentStatus.EXPIRED]
    )
    return dict(ended.order_by("assigned_at").values_list("unit_id", "status"))


def _sendable(question: Question) -> UnitQuerySet:
    rows = _free(question).exclude(pk__in=_unwilling(question.incident))
    if question.incident.location is None:
        return rows
    return rows.filter(latest__at__gte=question.at - LOST)


def _left_out(question: Question, point: Point, offered: list[Unit]) -> list[dict[str, Any]]:
    """Who is no farther than the farthest that is offered, and cannot be sent."""
    rows = _mine(question).exclude(status=UnitStatus.OFF_DUTY).exclude(pk__in=[unit.pk for unit in offered])
    near = rows.exclude(latest=None).nearest_to(point, limit=LEFT_OUT, within=_reach(offered)).shown()
    held, unwilling = _held(near), _unwilling(question.incident)
    return [
        _offer(unit, question) | {"reasons": [why]}
        for unit in near
        if (why := _why_not(unit, question, held, unwilling))
    ]


def _reach(offered: list[Unit]) -> float | None:
    distances = [unit.distance_m for unit in offered]  # type: ignore[attr-defined]
    return max(distances, default=None)


def _held(units: Iterable[Unit]) -> dict[int, str]:
    """The number of the incident that each unit is sent to."""
    rows = Assignment.objects.active().filter(unit__in=[unit.pk for unit in units])
    return dict(rows.values_list("unit_id", "incident__number"))


def _why_not(unit: Unit, question: Question, held: dict[int, str], unwilling: dict[int, str]) -> str:
    if number := held.get(unit.pk):
        return _("%(status)s: %(incident)s") % {"status": unit.get_status_display(), "incident": number}
    if unit.status != UnitStatus.AVAILABLE:
        return unit.get_status_display()
    if how := unwilling.get(unit.pk):
        refused = how == AssignmentStatus.REFUSED
        return _("refused this incident") if refused else _("did not accept this incident in time")
    return _("position too old") if _age(unit, question.at) > LOST else ""


def _age(unit: Unit, at: datetime) -> timedelta:
    latest = unit.latest_position
    return timedelta.max if latest is None else max(at - latest.at, timedelta())


def _offer(unit: Unit, question: Question) -> dict[str, Any]:
    distance = getattr(unit, "distance_m", None)
    known = unit.latest_position is not None
    return item_of(unit) | {
        "distance_m": None if distance is None else round(distance, 1),
        "position_age_s": round(_age(unit, question.at).total_seconds()) if known else None,
        "reasons": _reasons(unit, question),
    }


def _reasons(unit: Unit, question: Question) -> list[str]:
    """What speaks for and against a free unit, besides its distance."""
    said = []
    age = _age(unit, question.at)
    if unit.latest_position is not None and age > OLD:
        minutes = int(age.total_seconds() // 60)
        said.append(ngettext("position %(n)d min old", "position %(n)d min old", minutes) % {"n": minutes})
    if unit.region_id != question.incident.region_id:
        said.append(_("of another region: %(region)s") % {"region": unit.region.name})
    if unit.skills:
        said.append(", ".join(unit.skills))
    return said


def _aid(question: Question, point: Point) -> list[dict[str, Any]]:
    """Free units of other regions than the caller's, near by: their service and distance, nothing else."""
    return [
        {"service": unit.service, "distance_m": round(unit.distance_m / COARSE_M) * COARSE_M}  # type: ignore[attr-defined]
        for unit in units_across(question, point)
    ]


def units_across(question: Question, point: Point) -> list[Unit]:
    """The nearest free units within 10 km of regions that the caller does not see; none for the whole nation."""
    if question.scope.is_national:
        return []
    rows = Unit.objects.active().exclude(region__in=question.scope.codes)
    rows = rows.filter(status=UnitStatus.AVAILABLE, latest__at__gte=question.at - LOST)
    if question.service:
        rows = rows.filter(service=question.service)
    return list(rows.nearest_to(point, limit=AID, within=AID_WITHIN_M))
