"""What cameras with analytics see, in what proportions: the same in the past and while it is simulated. Pure."""

import random
from typing import Final

SOURCE: Final = "demo-analytics"
LABELS: Final = {"person": 0.55, "car": 0.3, "truck": 0.06, "bicycle": 0.06, "dog": 0.03}
ZONES: Final = {"": 0.7, "koʻcha": 0.2, "yopiq hudud": 0.1}
SEEN_S: Final = (4.0, 90.0)
DIRECTIONS: Final = {"approaching": 0.5, "leaving": 0.4, "unknown": 0.1}
LIMITS_KMH: Final = {60: 0.5, 70: 0.4, 100: 0.1}
# One vehicle of so many is much too fast; by how much more than this falls off quickly.
TOO_FAST: Final = 1 / 250
_MUCH_KMH: Final = 20
_MORE_KMH: Final = 9.0


def draw_limit(rng: random.Random) -> int:
    """A speed limit in km/h."""
    return rng.choices(list(LIMITS_KMH), list(LIMITS_KMH.values()))[0]


def draw_excess(rng: random.Random, least: int = _MUCH_KMH) -> int:
    """By how many km/h a vehicle is too fast, `least` or more."""
    return least + int(rng.expovariate(1 / _MORE_KMH))


def draw_speed(rng: random.Random, limit: int) -> float:
    """The speed of a vehicle in km/h where `limit` holds; seldom much more."""
    if rng.random() < TOO_FAST:
        return float(limit + draw_excess(rng))
    return float(max(5, min(limit + 9, round(rng.gauss(0.82 * limit, 0.16 * limit)))))
