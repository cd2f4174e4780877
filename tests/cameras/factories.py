"""Cameras."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.cameras.models import (
    Camera,
    CameraKind,
    CameraStatus,
    Detection,
    Violation,
    ViolationKind,
    WatchEntry,
)
from apps.cameras.plates import Pattern, key_of, pattern_of
from apps.core.geo import point
from tests.accounts.factories import UserFactory
from tests.regions.factories import RegionFactory

NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)


class CameraFactory(DjangoModelFactory):
    """`CameraFactory(region__code="UZ-TO", lonlat=(70.5, 41.5), status="offline")`."""

    class Meta:
        model = Camera

    class Params:
        lonlat: Any = (69.25, 41.31)

    code = factory.Sequence(lambda n: f"CAM-{n:05d}")
    name = "Amir Temur shoh koʻchasi"
    region = factory.SubFactory(RegionFactory)
    kind = CameraKind.OVERVIEW
    status = CameraStatus.ONLINE
    location = factory.LazyAttribute(lambda o: point(*o.lonlat))


class DetectionFactory(DjangoModelFactory):
    """`DetectionFactory(camera=…, label="car", ended_at=…)`, written directly; its region is the camera's."""

    class Meta:
        model = Detection

    camera = factory.SubFactory(CameraFactory)
    region = factory.LazyAttribute(lambda o: o.camera.region)
    location = factory.LazyAttribute(lambda o: o.camera.location)
    intake = "portal"
    source = "frigate"
    source_ref = factory.Sequence(lambda n: f"{n}.5-abc")
    label = "car"
    began_at = NOON
    updated_at = factory.SelfAttribute("began_at")
    recorded_at = factory.SelfAttribute("began_at")


class WatchEntryFactory(DjangoModelFactory):
    """`WatchEntryFactory(plate="01A777BC", region=None)`; the plate may be a pattern."""

    class Meta:
        model = WatchEntry

    plate = "01A777BC"
    key = factory.LazyAttribute(lambda o: _pattern(o.plate).like)
    is_pattern = factory.LazyAttribute(lambda o: _pattern(o.plate).is_pattern)
    reason = "stolen"
    priority = 1
    valid_from = NOON
    added_by = factory.SubFactory(UserFactory)
    added_at = NOON


def _pattern(plate: str) -> Pattern:
    pattern = pattern_of(plate)
    assert pattern is not None
    return pattern


class ViolationKindFactory(DjangoModelFactory):
    """`ViolationKindFactory(code="red_light", labels=["red_light"], needs_two=True)`."""

    class Meta:
        model = ViolationKind
        django_get_or_create = ("code",)

    code = "red_light"
    name_uz = factory.LazyAttribute(lambda o: f"{o.code} uz")
    name_ru = factory.LazyAttribute(lambda o: f"{o.code} ru")
    name_en = factory.LazyAttribute(lambda o: f"{o.code} en")
    labels = factory.LazyAttribute(lambda o: [o.code])


class ViolationFactory(DjangoModelFactory):
    """`ViolationFactory(camera=…, plate="01A777BC", kind__needs_two=True)`, still to be decided."""

    class Meta:
        model = Violation

    kind = factory.SubFactory(ViolationKindFactory)
    camera = factory.SubFactory(CameraFactory)
    region = factory.LazyAttribute(lambda o: o.camera.region)
    location = factory.LazyAttribute(lambda o: o.camera.location)
    at = NOON
    plate = "01A777BC"
    key = factory.LazyAttribute(lambda o: key_of(o.plate))
    recorded_at = factory.SelfAttribute("at")
