"""Which units can be sent to an incident, ranked: metres, less what the preferences count for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.contrib.gis.geos import Point
from django.db.models import Q

from apps.incidents.models import Incident
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.models.dispatching import Subject
from apps.inspectors.querysets import UnitQuerySet
from apps.inspectors.rules import Rulebook
from apps.inspectors.workflow import AssignmentStatus
from apps.regions.scope import Scope

# Preferences are weighed among so many of the nearest that can be sent.
POOL: Final = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what: the incident, the regions of whoever asks, one service or any, how many, and when."""

    incident: Incident
    scope: Scope
    at: datetime
    limit: int
    service: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A question with the rules that hold for it, narrowed to some services or one skill.

    `services` replaces what rules say of services: what the kind of incident needs is named by it.
    """

    question: Question
    book: Rulebook
    services: frozenset[str] = frozenset()
    skill: str = ""

    @property
    def point(self) -> Point | None:
        return self.question.incident.location

    def of(self, *, service: str, skill: str, limit: int) -> "Search":
        """The same search for one thing that is needed."""
        asked = replace(self.question, limit=limit, service="")
        return Search(asked, self.book, frozenset({service}), skill)


def of_services(search: Search) -> UnitQuerySet:
    """Units in use that the caller sees, of the services that come into question."""
    rows = Unit.objects.active().in_scope(search.question.scope)
    named = [Q(service__in=search.services)] if search.services else _service_rules(search.book)
    rows = rows.filter(*named)
    if search.skill:
        rows = rows.filter(skills__contains=[search.skill])
    return rows.filter(service=search.question.service) if search.question.service else rows


def sendable(search: Search) -> UnitQuerySet:
    """Those of them that meet every required rule and did not refuse this very incident."""
    aside = {Subject.SERVICE} | ({Subject.POSITION_AGE} if search.point is None else set())
    rows = of_services(search).filter(search.book.must(but=aside))
    return rows.exclude(pk__in=unwilling(search.question.incident))


def ranked(search: Search) -> list[Unit]:
    """The first `limit` that can be sent, each with `distance_m`, `counts_as_m` and the rules' flags.

    Ordered by metres less the weight of the preferences met, then by metres, then by key: where the rules tie,
    exactly the nearest. A preference of w metres can only lift a unit that is at most w metres beyond the last of
    the nearest, so that no other is looked at. Without a point, by call sign and without distances.
    """
    rows, limit = sendable(search).annotate(**search.book.flags()), search.question.limit
    if search.point is None:
        return [_placed(unit, None, 0) for unit in rows.shown().order_by("call_sign", "pk")[:limit]]
    nearest = list(rows.nearest_to(search.point, limit=limit).shown())
    weight = search.book.weight_m
    if weight and len(nearest) == limit:
        reach = max(unit.distance_m for unit in nearest) + weight  # type: ignore[attr-defined]
        nearest = list(rows.nearest_to(search.point, limit=POOL, within=reach).shown())
    found = [_placed(unit, unit.distance_m, search.book.worth_m(unit)) for unit in nearest]  # type: ignore[attr-defined]
    return sorted(found, key=rank)[:limit]


def rank(unit: Unit) -> tuple[float, float, str, int]:
    """Where a unit stands among others."""
    distance = unit.distance_m  # type: ignore[attr-defined]
    if distance is None:
        return (0.0, 0.0, unit.call_sign, unit.pk)
    return (unit.counts_as_m, distance, "", unit.pk)  # type: ignore[attr-defined]


def unwilling(incident: Incident) -> dict[int, str]:
    """Units that refused this very incident, or let it expire, with how the last of these ended."""
    ended = Assignment.objects.filter(
        incident=incident, status__in=[AssignmentStatus.REFUSED, AssignmentStatus.EXPIRED]
    )
    return dict(ended.order_by("assigned_at").values_list("unit_id", "status"))


def held_by(units: Iterable[Unit]) -> dict[int, Assignment]:
    """What each unit is sent to now."""
    rows = Assignment.objects.active().filter(unit__in=[unit.pk for unit in units])
    return {held.unit_id: held for held in rows.select_related("incident")}


def _service_rules(book: Rulebook) -> list[Q]:
    return [book.test(rule) for rule in book.required if rule.subject == Subject.SERVICE]


def _placed(unit: Unit, distance_m: float | None, worth_m: int) -> Unit:
    unit.distance_m = distance_m  # type: ignore[attr-defined]
    unit.counts_as_m = None if distance_m is None else distance_m - worth_m  # type: ignore[attr-defined]
    return unit
