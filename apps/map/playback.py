"""What happened in a region: its units step by step, and its incidents as they came, changed and ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from apps.core.geo import lonlat
from apps.incidents.models import HistoryEntry, Incident, PriorityChange
from apps.incidents.querysets import IncidentQuerySet
from apps.incidents.workflow import OPEN, Status
from apps.inspectors.models import Unit
from apps.inspectors.tracks import GAP_S, Walk, on_duty_only, spans_of_units, step_for, walks_of
from apps.regions.models import Region
from apps.regions.scope import Scope

LONGEST: Final = timedelta(hours=24)
# Of one answer: with 700 units an hour in steps of 30 s, which is some 300 KB.
POINTS_AT_ONCE: Final = 90_000
INCIDENTS_AT_MOST: Final = 5_000
# What was reported longer ago and has ended since is not looked for.
LOOKS_BACK: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Window:
    """A region's time from `since` on and before `until`."""

    region: Region
    since: datetime
    until: datetime

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.until - self.since).total_seconds()

    def second(self, at: datetime) -> int:
        """Whole seconds since its beginning; negative before it."""
        return int((at - self.since).total_seconds() // 1)


def units_in(window: Window, scope: Scope) -> dict[int, Unit]:
    """The region's units that were not retired yet, by their keys."""
    rows = Unit.objects.in_scope(scope).filter(region=window.region)
    return rows.filter(Q(retired_at=None) | Q(retired_at__gt=window.since)).order_by("call_sign").in_bulk()


def finest_step(units: int, window: Window) -> int:
    """The shortest step, in seconds, in which so many units can be answered at once."""
    return step_for(units, window.seconds, POINTS_AT_ONCE)


def film_of(window: Window, units: dict[int, Unit], step_s: int) -> dict[str, Any]:
    """The JSON of `FilmSerializer`: nobody's position off duty is in it."""
    spans = on_duty_only(spans_of_units(units, window.since, window.until), window.until)
    walks = walks_of(spans, start=window.since, end=window.until, step_s=step_s)
    return {
        "step_s": step_s,
        "gap_s": max(GAP_S, step_s),
        "units": [_walk(units[key], walks[key], window) for key in units if key in walks],
    }


def _walk(unit: Unit, walk: Walk, window: Window) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "call_sign": unit.call_sign,
        "service": unit.service,
        "n": _differences(walk.n),
        "lon": _differences(round(value * 1e5) for value in walk.lon),
        "lat": _differences(round(value * 1e5) for value in walk.lat),
        "statuses": [[window.second(at), status] for at, status in walk.statuses],
    }


def _differences(values: Iterable[int]) -> list[int]:
    """The first value as it is, each other as what it adds to the one before."""
    found, last = [], 0
    for value in values:
        found.append(value - last)
        last = value
    return found


def incidents_of(window: Window, scope: Scope) -> dict[str, Any]:
    """The JSON of `HappenedSerializer`: the newest of the incidents that were open at some moment of the time."""
    rows = _open_then(window, scope)
    found = list(rows.select_related("type").order_by("-reported_at", "-id")[:INCIDENTS_AT_MOST])
    total = len(found) if len(found) < INCIDENTS_AT_MOST else rows.count()
    keys = [incident.pk for incident in found]
    steps, priorities = _steps(keys, window), _priorities(keys, window)
    return {
        "total": total,
        "incidents": [_happened(one, window, steps[one.pk], priorities[one.pk]) for one in found],
    }


def _open_then(window: Window, scope: Scope) -> IncidentQuerySet:
    moved = HistoryEntry.objects.filter(incident=OuterRef("pk"), at__gte=window.since).exclude(to_status="")
    recent = Q(reported_at__gte=window.since - LOOKS_BACK) & Exists(moved)
    rows = Incident.objects.in_scope(scope).filter(region=window.region, reported_at__lt=window.until)
    return rows.filter(Q(status__in=OPEN) | Q(reported_at__gte=window.since) | recent)


def _happened(
    incident: Incident, window: Window, steps: list[list[Any]], priorities: list[list[int]]
) -> dict[str, Any]:
    reported = window.second(incident.reported_at)
    place = lonlat(incident.location)
    return {
        "id": str(incident.pk),
        "number": incident.number,
        "type": incident.type.name,
        "title": incident.title,
        "is_exercise": incident.is_exercise,
        "lon": place[0] if place else None,
        "lat": place[1] if place else None,
        "steps": [[reported, Status.REPORTED], *steps],
        "priorities": [[reported, incident.initial_priority], *priorities],
    }


def _steps(keys: list[Any], window: Window) -> dict[Any, list[list[Any]]]:
    """Of each incident its changes of status, the oldest first; the report itself is none."""
    rows = HistoryEntry.objects.filter(incident__in=keys).exclude(to_status="").exclude(from_status="")
    found: dict[Any, list[list[Any]]] = defaultdict(list)
    for key, at, status in rows.order_by("at", "id").values_list("incident_id", "at", "to_status"):
        found[key].append([window.second(at), status])
    return found


def _priorities(keys: list[Any], window: Window) -> dict[Any, list[list[int]]]:
    rows = PriorityChange.objects.filter(incident__in=keys).order_by("at", "id")
    found: dict[Any, list[list[int]]] = defaultdict(list)
    for key, at, priority in rows.values_list("incident_id", "at", "after"):
        found[key].append([window.second(at), priority])
    return found
