"""Which kinds of incident come when, how urgent they are, and who is sent. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apps.demo.rates import category_factor
from apps.demo.texts.titles import SHARES, title_of

# The services for a category, the first choice first.
SERVICES: Final[dict[str, tuple[str, ...]]] = {
    "public_order": ("patrol", "national_guard", "prevention"),
    "crime": ("patrol", "prevention"),
    "road_safety": ("road_patrol", "patrol"),
    "fire": ("fire", "rescue"),
    "natural_hazard": ("rescue", "fire"),
    "industrial_hazard": ("rescue", "fire"),
    "environment": ("rescue", "prevention"),
    "utilities": ("utilities", "patrol"),
    "critical_infrastructure": ("guard", "national_guard"),
    "social": ("prevention", "patrol"),
    "medical": ("medical", "patrol"),
    "officer_help": ("patrol", "national_guard"),
    "system": ("utilities", "guard"),
}
_ANY: Final = ("patrol", "prevention", "road_patrol")
_DEFAULT_SHARE: Final = 1.0
# An operator hears how urgent it is: mostly as the type says, at times one step more or less.
_SHIFTS: Final = {0: 0.88, 1: 0.08, -1: 0.04}
_OUTCOMES: Final[dict[str, tuple[str, ...]]] = {
    "crime": ("report_taken", "report_taken", "dealt_with", "detained", "nothing_found"),
    "public_order": ("dealt_with", "dealt_with", "detained", "report_taken", "nothing_found"),
    "road_safety": ("report_taken", "dealt_with", "dealt_with"),
    "medical": ("handed_over", "handed_over", "dealt_with"),
    "critical_infrastructure": ("false_alarm", "nothing_found", "dealt_with"),
    "social": ("dealt_with", "dealt_with", "report_taken"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of incident as the portal's table has it."""

    code: str
    category: str
    priority: int
    name: str


def draw_kind(rng: random.Random, kinds: Sequence[Kind], moment: datetime) -> Kind:
    """A type as often as people call for it at this hour."""
    weights = [
        SHARES.get(kind.code, _DEFAULT_SHARE) * category_factor(kind.category, moment) for kind in kinds
    ]
    return rng.choices(kinds, weights)[0]


def draw_priority(rng: random.Random, kind: Kind) -> int:
    """The priority an operator gives, 1 to 5."""
    shift = rng.choices(list(_SHIFTS), list(_SHIFTS.values()))[0]
    return min(5, max(1, kind.priority + shift))


def draw_title(rng: random.Random, kind: Kind) -> str:
    """What the operator writes down."""
    return title_of(rng, kind.code, fallback=kind.name)


def draw_outcome(rng: random.Random, kind: Kind, *, was_sent: bool) -> str:
    """What comes of it when it is resolved; by phone it is handed over or dealt with."""
    if not was_sent:
        return rng.choice(("dealt_with", "handed_over"))
    return rng.choice(_OUTCOMES.get(kind.category, ("dealt_with",)))


def services_for(category: str) -> tuple[str, ...]:
    """Whom to send, the first choice first; at last anybody who is on the streets."""
    first = SERVICES.get(category, ())
    return (*first, *(service for service in _ANY if service not in first))
