"""Units with a device each, for the benchmarks of the field."""

import random
from typing import Final

REGION: Final = "UZ-TK"
# Where people live, roughly: lon, lat, and how far from there units are, in degrees.
CITIES: Final = (
    (69.28, 41.31, 0.15),
    (66.97, 39.65, 0.1),
    (71.78, 40.38, 0.1),
    (64.43, 39.77, 0.1),
    (66, 41, 5),
)


def make_units(number: int, *, spread: bool = False, seed: int = 7) -> list[tuple[int, int]]:
    """So many units with devices `bench-0`, `bench-1`, …: the ids of both. A third is not free where they `spread`."""
    from apps.inspectors.models import Device, Unit

    chance = random.Random(seed)
    units = Unit.objects.bulk_create(
        [
            Unit(
                call_sign=f"B-{n}",
                service="patrol",
                region_id=REGION,
                status="available" if not spread or chance.random() < 2 / 3 else "busy",
            )
            for n in range(number)
        ]
    )
    devices = Device.objects.bulk_create(
        [Device(identifier=f"bench-{n}", unit=unit) for n, unit in enumerate(units)]
    )
    return [(unit.pk, device.pk) for unit, device in zip(units, devices, strict=True)]


def place(chance: random.Random) -> tuple[float, float]:
    """Somewhere in the country: lon, lat."""
    lon, lat, spread = CITIES[min(int(chance.random() * 5.2), 4)]
    return (
        min(73.0, max(56.0, chance.gauss(lon, spread / 2))),
        min(45.5, max(37.2, chance.gauss(lat, spread / 2))),
    )
