"""Who works in the field of a region: people and the units they form. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apps.demo.addresses import mahalla_of
from apps.demo.geography import Ground, Spot
from apps.demo.texts.people import draw_name, draw_number

PREVENTION: Final = "prevention"
_LONE: Final = 0.45


@dataclass(frozen=True, slots=True)
class Kind:
    """How units of a service look: the letters of their call signs, people in each, vehicles, skills."""

    letters: str
    crew: int
    vehicles: tuple[str, ...]
    skills: tuple[str, ...]


KINDS: Final[dict[str, Kind]] = {
    PREVENTION: Kind("PI", 1, (), ("mahalla", "birinchi yordam", "muzokara")),
    "patrol": Kind(
        "PPX", 2, ("Chevrolet Cobalt", "Chevrolet Lacetti"), ("birinchi yordam", "kinolog", "dron")
    ),
    "road_patrol": Kind("YPX", 2, ("Chevrolet Malibu", "Chevrolet Lacetti"), ("birinchi yordam", "radar")),
    "medical": Kind("TTY", 2, ("Hyundai H-1", "Chevrolet Damas"), ("reanimatsiya", "birinchi yordam")),
    "fire": Kind("YX", 3, ("Isuzu AC-3,2", "KamAZ AC-5"), ("balandlik", "gaz niqobi")),
    "guard": Kind("QX", 2, ("Chevrolet Nexia",), ("qurolli",)),
    "national_guard": Kind("MG", 3, ("Chevrolet Tracker", "UAZ Patriot"), ("qurolli", "birinchi yordam")),
    "rescue": Kind("FVV", 3, ("Isuzu NPS", "UAZ Patriot"), ("suvda qutqarish", "balandlik")),
    "utilities": Kind("AX", 2, ("Isuzu NQR", "GAZelle"), ("gaz", "elektr", "suv")),
}
# The order in which a region that has few people gets its crews, and in which the rest are shared out.
_CREWS: Final = (
    "patrol", "road_patrol", "medical", "fire", "patrol", "road_patrol", "guard", "patrol", "national_guard",
    "patrol", "road_patrol", "utilities", "medical", "patrol", "rescue", "fire",
)  # fmt: skip

# The first two figures on the plates of each region's vehicles.
_PLATES: Final[dict[str, str]] = {
    "UZ-TK": "01", "UZ-TO": "10", "UZ-SI": "20", "UZ-JI": "25", "UZ-SA": "30", "UZ-FA": "40", "UZ-NG": "50",
    "UZ-AN": "60", "UZ-QA": "70", "UZ-SU": "75", "UZ-BU": "80", "UZ-NW": "85", "UZ-XO": "90", "UZ-QR": "95",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the field; `number` counts within the region."""

    number: int
    name: str
    phone: str
    mahalla: str


@dataclass(frozen=True, slots=True)
class Team:
    """A unit: its people, and where it is at home."""

    call_sign: str
    service: str
    home: Spot
    beat: str
    vehicle: str
    skills: tuple[str, ...]
    people: tuple[Person, ...]


def draw_roster(rng: random.Random, ground: Ground, *, people: int) -> list[Team]:
    """The units that `people` inspectors of a region form: near half of them alone in their mahallas."""
    services = _services(people)
    teams, number = [], 1
    for service, sign in _with_call_signs(ground.code, services):
        home = ground.spot(rng, countryside=0.3 if service == PREVENTION else 0.1)
        size = min(KINDS[service].crew, people - number + 1)
        crew = [_person(rng, number + n, home) for n in range(size)]
        teams.append(_team(rng, ground.code, service, sign, home, tuple(crew)))
        number += size
    return teams


def _services(people: int) -> list[str]:
    """The services of the units, until everybody has a place."""
    lone = max(1, round(people * _LONE)) if people else 0
    services, left, turn = [PREVENTION] * lone, people - lone, 0
    while left > 0:
        service = _CREWS[turn % len(_CREWS)]
        services.append(service)
        left -= KINDS[service].crew
        turn += 1
    return services


def _with_call_signs(region: str, services: list[str]) -> Iterator[tuple[str, str]]:
    counts: dict[str, int] = {}
    for service in services:
        counts[service] = counts.get(service, 0) + 1
        yield service, f"{region.removeprefix('UZ-')}-{KINDS[service].letters}-{counts[service]:02d}"


def _person(rng: random.Random, number: int, home: Spot) -> Person:
    return Person(number, draw_name(rng), draw_number(rng), mahalla_of(home))


def _team(
    rng: random.Random, region: str, service: str, sign: str, home: Spot, people: tuple[Person, ...]
) -> Team:
    kind = KINDS[service]
    vehicle = f"{rng.choice(kind.vehicles)}, {_plate(rng, region)}" if kind.vehicles else ""
    skills = tuple(skill for skill in kind.skills if rng.random() < 0.5)
    beat = f"{mahalla_of(home)} MFY, {home.settlement.name}"
    return Team(sign, service, home, beat, vehicle, skills, people)


def _plate(rng: random.Random, region: str) -> str:
    letters = "".join(rng.choice("ABDEFGHJKLMNPRSTVXYZ") for _ in range(3))
    return f"{_PLATES.get(region, '01')} {rng.randrange(100, 1000)} {letters}"
