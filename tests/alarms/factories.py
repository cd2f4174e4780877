"""Kinds of alarm, rules, zones, and alarms raised through the action: only what a test says matters."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.alarms.actions import Occurrence, raise_alarms
from apps.alarms.models import Alarm, AlarmType
from apps.core.geo import point
from tests.regions.factories import RegionFactory

NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
_numbers = count(1)


def after(seconds: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=seconds)


class AlarmTypeFactory(DjangoModelFactory):
    """`AlarmTypeFactory(code="smoke", never_shelved=True)`."""

    class Meta:
        model = AlarmType
        django_get_or_create = ("code",)

    code = "smoke"
    name_uz = factory.LazyAttribute(lambda o: f"{o.code} uz")
    name_ru = factory.LazyAttribute(lambda o: f"{o.code} ru")
    name_en = factory.LazyAttribute(lambda o: f"{o.code} en")
    category = "hazard"
    default_priority = 2


def occurrence(**fields: Any) -> Occurrence:
    """Smoke at a sensor of Tashkent; each call tells of another fact, unless `ref` is given."""
    number = fields.pop("number", 7)
    given = {
        "region": "UZ-TK",
        "type": "smoke",
        "source": f"sensor:{number}",
        "source_kind": "sensor",
        "source_id": str(number),
        "source_code": f"S-{number}",
        "source_name": "Chorsu",
        "priority": 2,
        "ref": f"crossing:{next(_numbers)}",
        "at": NOON,
        "sensor": number,
        "location": point(69.24, 41.32),
        "facts": {"measure": "value", "value": 7.5, "unit": "1", "limit": 5},
    }
    return Occurrence(**(given | fields))


def raised(*, at: datetime = NOON, **fields: Any) -> Alarm:
    """An alarm raised through the action; `smoke` in UZ-TK unless told."""
    one = occurrence(at=fields.pop("occurred_at", at), **fields)
    RegionFactory(code="UZ")
    RegionFactory(code=one.region)
    AlarmTypeFactory(code=one.type)
    raise_alarms(occurrences=[one], by=None, at=at)
    return Alarm.objects.open().get(source=one.source, type=one.type)
