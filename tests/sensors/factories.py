"""Sensors, their kinds and thresholds."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.core.geo import point
from apps.sensors.models import Sensor, SensorKind, Threshold
from tests.regions.factories import RegionFactory


class SensorKindFactory(DjangoModelFactory):
    """`SensorKindFactory(code="smoke", unit="%/m", interval_s=60, low=0, high=100)`."""

    class Meta:
        model = SensorKind
        django_get_or_create = ("code",)

    code = "water_level"
    name_uz = "Suv sathi"
    name_ru = "Уровень воды"
    name_en = "Water level"
    unit = "m"
    symbol = "m"
    decimals = 2
    low = -2.0
    high = 30.0
    interval_s = 60


class SensorFactory(DjangoModelFactory):
    """`SensorFactory(code="W-1", region__code="UZ-TO", kind__code="smoke")`."""

    class Meta:
        model = Sensor

    class Params:
        lonlat: Any = (69.25, 41.31)

    code = factory.Sequence(lambda n: f"W-{n:05d}")
    name = "Chirchiq, Gʻazalkent koʻprigi"
    region = factory.SubFactory(RegionFactory)
    kind = factory.SubFactory(SensorKindFactory)
    location = factory.LazyAttribute(lambda o: point(*o.lonlat))


class ThresholdFactory(DjangoModelFactory):
    """`ThresholdFactory(sensor=…, limit=4.5)` or `ThresholdFactory(kind=…, measure="absence", limit=600)`."""

    class Meta:
        model = Threshold

    limit = 4.0
