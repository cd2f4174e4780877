"""Incidents with stamps so many seconds after noon, assignments, and the figures of a choice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.incidents.models import Incident
from apps.incidents.workflow import Interval
from apps.inspectors.models import Assignment, Unit
from apps.regions.scope import EVERYTHING, Scope
from apps.reports.figures import Choice, Figures, Group
from apps.reports.periods import Period
from apps.reports.rolled import figures
from apps.reports.rollups import refresh
from tests.incidents.factories import NOON, IncidentFactory
from tests.regions.factories import RegionFactory

DAY = date(2026, 10, 1)
LATER = datetime(2026, 10, 2, 7, 0, tzinfo=UTC)
OCTOBER = Period(DAY, date(2026, 10, 31))


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    call_sign = factory.Sequence(lambda n: f"R-{n}")
    service = "patrol"
    region = factory.SubFactory(RegionFactory)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    unit = factory.SubFactory(UnitFactory)
    incident = factory.SubFactory(IncidentFactory)
    assigned_at = NOON


def stamped(at: datetime = NOON, **seconds_and_fields: Any) -> Incident:
    """`stamped(on_scene=200, region__code="UZ-TO")`: reported `at`, each other stamp so many seconds later."""
    names = ("acknowledged", "dispatched", "en_route", "on_scene", "resolved")
    stamps = {
        f"{name}_at": at + timedelta(seconds=seconds_and_fields.pop(name))
        for name in names
        if name in seconds_and_fields
    }
    status = (
        "resolved" if "resolved_at" in stamps else "on_scene" if "on_scene_at" in stamps else "acknowledged"
    )
    return IncidentFactory(**({"status": status, "reported_at": at} | stamps | seconds_and_fields))


def groups(
    *group_by: str, as_of: datetime = LATER, scope: Scope = EVERYTHING, **narrowing: Any
) -> list[Group]:
    """The groups of October after everything touched was condensed."""
    refresh(at=as_of)
    choice = Choice(narrowing.pop("period", OCTOBER), scope, **narrowing)
    return figures(choice, group_by=group_by, as_of=as_of)


def figures_of(interval: str, **narrowing: Any) -> Figures:
    """The figures of one interval over all of October."""
    [group] = groups(**narrowing)
    return group.intervals[Interval(interval)]
