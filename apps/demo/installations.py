"""Where cameras stand and how they look: groups at crossings, in the proportions of a real region. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apps.demo.addresses import crossing_name
from apps.demo.geography import Ground, Spot, polar
from apps.demo.population import share_out

# Kinds of 10,000 cameras of Bukhara Region in 2025; the four do not add up to all of them.
KINDS: Final = {"overview": 7530.0, "face": 1380.0, "plate": 687.0, "ptz": 481.0}
HEALTH: Final = {"online": 0.96, "offline": 0.015, "degraded": 0.012, "maintenance": 0.008, "unknown": 0.005}

# Field of view in degrees and range in metres, from and to.
_OPTICS: Final[dict[str, tuple[int, int, int, int]]] = {
    "overview": (80, 110, 60, 120),
    "face": (35, 60, 20, 40),
    "plate": (20, 35, 25, 50),
    "ptz": (50, 65, 150, 300),
}
_AT_A_SITE: Final = {1: 0.28, 2: 0.34, 3: 0.20, 4: 0.18}
_FROM_THE_MIDDLE_M: Final = 9.0
_SIDES: Final = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Installation:
    """A camera of the demo. Degrees and metres; azimuth clockwise from north."""

    name: str
    address: str
    lon: float
    lat: float
    kind: str
    health: str
    azimuth: int
    fov_deg: int
    range_m: int


def draw_cameras(rng: random.Random, ground: Ground, *, count: int) -> list[Installation]:
    """`count` cameras of a region; exactly in the proportions of kinds and of health."""
    kinds = _shuffled(rng, KINDS, count)
    health = _shuffled(rng, HEALTH, count)
    places = _places(rng, ground)
    return [_camera(rng, *next(places), kind, state) for kind, state in zip(kinds, health, strict=True)]


def _shuffled(rng: random.Random, weights: dict[str, float], count: int) -> list[str]:
    words = [word for word, share in share_out(count, weights).items() for _ in range(share)]
    rng.shuffle(words)
    return words


def _places(rng: random.Random, ground: Ground) -> Iterator[tuple[Spot, int, int]]:
    """Without end: the crossing, the number of the camera there, the side it looks to. No crossing comes twice."""
    taken: set[tuple[str, int, int]] = set()
    while True:
        spot = ground.spot(rng, countryside=0.06)
        home = spot.settlement
        lines = home.grid.lines_at(spot.lon, spot.lat)
        lon, lat = home.grid.crossing(*lines)
        if (home.name, *lines) in taken or not ground.holds(lon, lat):
            continue
        taken.add((home.name, *lines))
        sides = rng.sample(_SIDES, rng.choices(list(_AT_A_SITE), list(_AT_A_SITE.values()))[0])
        for number, side in enumerate(sides, 1):
            yield Spot(lon, lat, home), number, side


def _camera(rng: random.Random, site: Spot, number: int, side: int, kind: str, health: str) -> Installation:
    azimuth = round(site.settlement.grid.bearing_deg + side + rng.uniform(-8, 8)) % 360
    lon, lat = polar(site.lon, site.lat, _FROM_THE_MIDDLE_M, azimuth)
    fov_from, fov_to, near, far = _OPTICS[kind]
    name = crossing_name(site)
    return Installation(
        name=f"{name}, {number}-kamera",
        address=f"{site.settlement.name}, {name}",
        lon=lon,
        lat=lat,
        kind=kind,
        health=health,
        azimuth=azimuth,
        fov_deg=rng.randint(fov_from, fov_to),
        range_m=rng.randint(near, far),
    )
