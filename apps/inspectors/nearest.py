"""Which units can be sent to an incident: the best first, who is left out and why, help across a border."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.inspectors.candidates import (
    Question,
    Search,
    held_by,
    of_services,
    rank,
    ranked,
    sendable,
    unwilling,
)
from apps.inspectors.items import item_of
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.models.dispatching import Subject
from apps.inspectors.needs import Wanted, needs_of, wanted_at
from apps.inspectors.rules import Finding, Rulebook, rulebook
from apps.inspectors.workflow import AssignmentStatus, UnitStatus, can_be_pre_empted
from apps.regions.scope import Scope

__all__ = ["Question", "units_across", "units_near"]

# A position older than this is told as a weakness.
OLD: Final = timedelta(minutes=5)
# Of another region's units no older position counts.
LOST: Final = timedelta(hours=1)
AID_WITHIN_M: Final = 10_000.0
LEFT_OUT: Final = 20
AID: Final = 5
# Of another region's units the distance is told no finer than this.
COARSE_M: Final = 100


def units_near(question: Question) -> dict[str, Any]:
    """`{"results", "left_out", "across_border", "without_position", "needed", "of_other_services"}`.

    `results` are the units that can be sent, ranked by the rules that hold for the incident, each with
    `distance_m`, `position_age_s` and its reasons; those that what is needed recommends are always among them.
    `left_out` are those at least as near that cannot be sent, with why. Without a point, distances are null, units
    come by call sign, and none is recommended.
    """
    search, wanted = _search(question)
    found = _with_recommended(ranked(search), wanted, question)
    point = question.incident.location
    return {
        "results": [_offer(unit, search, _reasons(unit, search)) for unit in found],
        "left_out": _left_out(search, point, found) if point else [],
        "across_border": _aid(question, point) if point else [],
        "without_position": _unplaced(search) if point else 0,
        "needed": [one.as_json() for one in wanted],
        "of_other_services": _of_other_services(search),
    }


def _search(question: Question) -> tuple[Search, list[Wanted]]:
    book, needs = rulebook(question.incident, question.at), needs_of(question.incident)
    named = {value for rule in book.required if rule.subject == Subject.SERVICE for value in rule.values}
    services = frozenset(named | {need.service for need in needs}) if named else frozenset()
    search = Search(question, book, services)
    return search, wanted_at(search, needs)


def _with_recommended(found: list[Unit], wanted: list[Wanted], question: Question) -> list[Unit]:
    listed = {unit.pk for unit in found}
    recommended = [unit for one in wanted for unit in one.chosen]
    asked = [unit for unit in recommended if question.service in ("", unit.service)]
    return sorted([*found, *(unit for unit in asked if unit.pk not in listed)], key=rank)


def _unplaced(search: Search) -> int:
    """Units that could be sent if anybody knew where they are."""
    rows = of_services(search).filter(search.book.must(but={Subject.SERVICE, Subject.POSITION_AGE}))
    return rows.filter(latest=None).count()


def _of_other_services(search: Search) -> int:
    """Free units that are not asked about because of their service."""
    rows = Unit.objects.active().in_scope(search.question.scope).filter(status=UnitStatus.AVAILABLE)
    return rows.exclude(pk__in=of_services(search).values("pk")).count()


def _left_out(search: Search, point: Point, offered: list[Unit]) -> list[dict[str, Any]]:
    """Who is no farther than the farthest that is offered, and cannot be sent."""
    rows = of_services(search).exclude(status=UnitStatus.OFF_DUTY)
    rows = rows.exclude(pk__in=[unit.pk for unit in offered]).exclude(latest=None)
    rows = rows.exclude(pk__in=sendable(search).values("pk")).annotate(**search.book.flags())
    near = list(rows.nearest_to(point, limit=LEFT_OUT, within=_reach(offered)).shown())
    held, unwilling_here = held_by(near), unwilling(search.question.incident)
    return [
        _offer(unit, search, [why]) | {"held": _held(held.get(unit.pk), search)}
        for unit in near
        if (why := _why_not(unit, search.book, held, unwilling_here))
    ]


def _reach(offered: list[Unit]) -> float | None:
    distances = [unit.distance_m for unit in offered]  # type: ignore[attr-defined]
    return max(distances, default=None)


def _why_not(
    unit: Unit, book: Rulebook, held: dict[int, Assignment], unwilling_here: dict[int, str]
) -> Finding | None:
    if assignment := held.get(unit.pk):
        values = {"status": unit.get_status_display(), "incident": assignment.incident.number}
        return Finding("held", _("%(status)s: %(incident)s") % values)
    if unit.status not in (UnitStatus.AVAILABLE, UnitStatus.BUSY):
        return Finding(f"status_{unit.status}", unit.get_status_display())
    if how := unwilling_here.get(unit.pk):
        if how == AssignmentStatus.REFUSED:
            return Finding("refused_here", _("refused this incident"))
        return Finding("expired_here", _("did not accept this incident in time"))
    return _by_rule(unit, book)


def _by_rule(unit: Unit, book: Rulebook) -> Finding | None:
    missed = book.speaks_against(unit, but={Subject.SERVICE})
    if missed and missed.code == f"required_{Subject.STATUS}":
        return Finding(f"status_{unit.status}", unit.get_status_display())
    return missed


def _held(assignment: Assignment | None, search: Search) -> dict[str, Any] | None:
    """What a unit is at work on, and whether it may be taken from there; of what the caller sees alone."""
    if assignment is None:
        return None
    other, wanted = assignment.incident, search.question.incident
    return {
        "assignment": str(assignment.pk),
        "incident": str(other.pk),
        "number": other.number,
        "title": other.title if search.question.scope.covers(other.region_id) else "",
        "priority": other.priority,
        "status": assignment.status,
        "can_be_taken": other.pk != wanted.pk
        and can_be_pre_empted(AssignmentStatus(assignment.status), other.priority, wanted.priority),
    }


def _age(unit: Unit, at: datetime) -> timedelta:
    latest = unit.latest_position
    return timedelta.max if latest is None else max(at - latest.at, timedelta())


def _offer(unit: Unit, search: Search, findings: Iterable[Finding]) -> dict[str, Any]:
    distance, counts_as = getattr(unit, "distance_m", None), getattr(unit, "counts_as_m", None)
    known, told = unit.latest_position is not None, list(findings)
    return item_of(unit) | {
        "distance_m": None if distance is None else round(distance, 1),
        "counts_as_m": None if counts_as is None else round(counts_as, 1),
        "position_age_s": round(_age(unit, search.question.at).total_seconds()) if known else None,
        "reasons": [finding.text for finding in told],
        "findings": [finding.as_json() for finding in told],
        "held": None,
    }


def _reasons(unit: Unit, search: Search) -> list[Finding]:
    """What speaks for and against a unit that can be sent, besides its distance."""
    said = search.book.speaks_for(unit)
    age = _age(unit, search.question.at)
    if unit.latest_position is not None and age > OLD:
        minutes = int(age.total_seconds() // 60)
        text = ngettext("position %(n)d min old", "position %(n)d min old", minutes) % {"n": minutes}
        said.append(Finding("old_position", text))
    if unit.region_id != search.question.incident.region_id:
        text = _("of another region: %(region)s") % {"region": unit.region.name}
        said.append(Finding("other_region", text))
    if unit.status == UnitStatus.BUSY:
        said.append(Finding("busy", _("busy: it would be called away")))
    if unit.skills:
        said.append(Finding("skills", ", ".join(unit.skills)))
    return said


def _aid(question: Question, point: Point) -> list[dict[str, Any]]:
    """Free units of other regions than the caller's, near by: their service and distance, nothing else."""
    return [
        {"service": unit.service, "distance_m": round(unit.distance_m / COARSE_M) * COARSE_M}  # type: ignore[attr-defined]
        for unit in units_across(question, point)
    ]


def units_across(question: Question, point: Point) -> list[Unit]:
    """The nearest free units within 10 km of regions that the caller does not see; none for the whole nation."""
    scope: Scope = question.scope
    if scope.is_national:
        return []
    rows = Unit.objects.active().exclude(region__in=scope.codes)
    rows = rows.filter(status=UnitStatus.AVAILABLE, latest__at__gte=question.at - LOST)
    if question.service:
        rows = rows.filter(service=question.service)
    return list(rows.nearest_to(point, limit=AID, within=AID_WITHIN_M))
