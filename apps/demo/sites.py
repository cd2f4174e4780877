"""What is guarded in each region, and its perimeter: a rectangle along the streets. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apps.demo.addresses import address_of
from apps.demo.geography import Ground, Settlement, Spot
from apps.demo.texts.people import draw_name, draw_number

_COUNTRYSIDE: Final = 0.05
_POSTS: Final = ("Navbatchi dispetcher", "Qoʻriqlash boshligʻi", "Obyekt rahbari")


@dataclass(frozen=True, slots=True)
class Plan:
    """A kind of site: its word in the portal, its name, half its sides in metres, what to do there."""

    kind: str
    name: str
    half_m: tuple[int, int]
    instructions: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, the first one first."""

    name: str
    post: str
    phone: str


@dataclass(frozen=True, slots=True)
class GuardedSite:
    """A protected site of the demo; `corners` are lon, lat, the first one again at the end."""

    plan: Plan
    name: str
    address: str
    corners: tuple[tuple[float, float], ...]
    contacts: tuple[Contact, ...]


PLANS: Final = (
    Plan("energy", "issiqlik elektr markazi", (180, 120), "Qoʻriqlash xizmatini xabardor qiling, ichkariga kirmang."),
    Plan("water", "suv taqsimlash inshooti", (140, 90), "Dispetcherni xabardor qiling, perimetrni tekshiring."),
    Plan("gas", "gaz taqsimlash stansiyasi", (80, 60), "Ochiq alanga yoqmang; 104 ni chaqiring, 200 metrgacha boʻshating."),
    Plan("transport", "temir yoʻl vokzali", (160, 70), "Transport militsiyasi bilan bogʻlaning, oqimni kuzating."),
    Plan("government", "hokimlik binosi", (60, 50), "Milliy gvardiya postini xabardor qiling."),
    Plan("health", "markaziy shifoxona", (110, 90), "Tez yordam yoʻlini boʻsh tuting, navbatchi shifokor bilan bogʻlaning."),
    Plan("crowd", "markaziy dehqon bozori", (130, 110), "Chiqish yoʻllarini oching, profilaktika inspektorlarini yuboring."),
)  # fmt: skip


def draw_sites(rng: random.Random, ground: Ground) -> Iterator[GuardedSite]:
    """One site of each plan; in the largest settlements, and wholly on the region's dry land."""
    for plan in PLANS:
        spot, corners = _placed(rng, ground, plan)
        home = spot.settlement.name
        contacts = tuple(Contact(draw_name(rng), post, draw_number(rng)) for post in _POSTS)
        yield GuardedSite(plan, f"{home} {plan.name}", address_of(rng, spot), corners, contacts)


def _placed(rng: random.Random, ground: Ground, plan: Plan) -> tuple[Spot, tuple[tuple[float, float], ...]]:
    while True:
        spot = ground.spot(rng, countryside=_COUNTRYSIDE)
        corners = _rectangle(spot.settlement, spot, plan.half_m)
        if all(ground.holds(lon, lat) for lon, lat in corners):
            return spot, corners


def _rectangle(home: Settlement, spot: Spot, half_m: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    x, y = home.grid.to_metres(spot.lon, spot.lat)
    width, height = half_m
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return tuple(home.grid.to_lonlat(x + sx * width, y + sy * height) for sx, sy in signs)
