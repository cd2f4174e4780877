"""Units, their people and devices."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.core.clock import now
from apps.core.geo import point
from apps.inspectors.models import Device, Inspector, LatestPosition, Unit
from apps.inspectors.workflow import UnitStatus
from tests.regions.factories import RegionFactory


class InspectorFactory(DjangoModelFactory):
    """`InspectorFactory(user=…)`."""

    class Meta:
        model = Inspector

    full_name = factory.Sequence(lambda n: f"Inspector {n}")
    badge = factory.Sequence(lambda n: f"B-{n:05d}")
    region = factory.SubFactory(RegionFactory)


class UnitFactory(DjangoModelFactory):
    """`UnitFactory(region__code="UZ-TO", status="busy", crew=[inspector], lonlat=(70.5, 41.5))`.

    Available unless told. With `lonlat` the unit has a device and a newest position there, of `lonlat__at`.
    """

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    call_sign = factory.Sequence(lambda n: f"T-{n:03d}")
    service = "patrol"
    region = factory.SubFactory(RegionFactory)
    status = UnitStatus.AVAILABLE

    @factory.post_generation
    def crew(self: Any, create: bool, people: list[Inspector] | None, **_: Any) -> None:
        if create and people:
            self.crew.set(people)

    @factory.post_generation
    def lonlat(self: Any, create: bool, place: tuple[float, float] | None, **given: Any) -> None:
        if create and place:
            at = given.get("at") or now()
            device = DeviceFactory(unit=self)
            LatestPosition.objects.create(
                unit=self, device=device, at=at, received_at=at, location=point(*place)
            )


class DeviceFactory(DjangoModelFactory):
    class Meta:
        model = Device

    identifier = factory.Sequence(lambda n: f"tablet-{n}")
    unit = factory.SubFactory(UnitFactory)
