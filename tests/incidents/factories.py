"""Kinds of incident and incidents in any state, written directly: only what a test says matters."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.incidents.actions import Report, report_incident
from apps.incidents.models import Call, Incident, IncidentType, Target
from apps.incidents.workflow import UNRESOLVED, Status
from tests.regions.factories import RegionFactory

NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
_numbers = count(1)


class IncidentTypeFactory(DjangoModelFactory):
    """`IncidentTypeFactory(code="theft", default_priority=3)`."""

    class Meta:
        model = IncidentType
        django_get_or_create = ("code",)

    code = "theft"
    name_uz = factory.LazyAttribute(lambda o: f"{o.code} uz")
    name_ru = factory.LazyAttribute(lambda o: f"{o.code} ru")
    name_en = factory.LazyAttribute(lambda o: f"{o.code} en")
    category = "crime"
    default_priority = 3


class TargetFactory(DjangoModelFactory):
    """`TargetFactory(priority=1, limit_s=300)`: total response, for every type."""

    class Meta:
        model = Target

    type = None
    priority = 1
    interval = "total_response"
    limit_s = 300
    share = 0.9


class IncidentFactory(DjangoModelFactory):
    """`IncidentFactory(region__code="UZ-TO", status="on_scene", priority=1)`; stamps only where given."""

    class Meta:
        model = Incident

    number = factory.LazyFunction(lambda: f"XX-26-{next(_numbers):06}")
    region = factory.SubFactory(RegionFactory)
    type = factory.SubFactory(IncidentTypeFactory)
    priority = 3
    initial_priority = factory.SelfAttribute("priority")
    highest_priority = factory.LazyAttribute(lambda o: min(o.priority, o.initial_priority))
    status = Status.REPORTED.value
    is_ringing = factory.LazyAttribute(lambda o: o.status == Status.REPORTED and o.status in UNRESOLVED)
    title = "A bicycle is gone"
    source = "test"
    intake = factory.LazyAttribute(lambda o: f"region:{o.region.code}")
    reported_at = NOON
    recorded_at = factory.SelfAttribute("reported_at")


class CallFactory(DjangoModelFactory):
    """`CallFactory(number="+998901234567")`: a call that rang at noon and became nothing yet."""

    class Meta:
        model = Call

    region = factory.SubFactory(RegionFactory)
    number = "+998901234567"
    rang_at = NOON
    recorded_at = NOON
    source = "test"
    intake = factory.LazyAttribute(lambda o: f"region:{o.region.code}")


def reported(*, by: Any = None, at: datetime = NOON, **fields: Any) -> Incident:
    """An incident reported through the action; `theft` in UZ-TK unless told."""
    code = fields.setdefault("region", "UZ-TK")
    RegionFactory(code="UZ")
    RegionFactory(code=code or "UZ-TK")
    kind = fields.setdefault("type", "theft")
    IncidentTypeFactory(code=kind)
    fields = {"title": "A bicycle is gone", "source": "test"} | fields
    return report_incident(report=Report(**fields), by=by, at=at).incident
