"""Cameras."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.cameras.models import Camera, CameraKind, CameraStatus
from apps.core.geo import point
from tests.regions.factories import RegionFactory


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
