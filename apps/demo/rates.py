"""How often people call: by hour of the day, day of the week and kind of incident. Pure."""

import math
import random
from datetime import datetime, timedelta
from typing import Final

from apps.core.clock import TASHKENT

# Calls in each local hour beside the mean hour: quiet before dawn, highest in the evening.
_BY_HOUR: Final = (
    0.72, 0.52, 0.40, 0.33, 0.32, 0.40, 0.62, 0.90, 1.10, 1.12, 1.10, 1.12,
    1.15, 1.12, 1.10, 1.14, 1.20, 1.32, 1.46, 1.52, 1.50, 1.38, 1.18, 0.94,
)  # fmt: skip
# Monday to Sunday.
_BY_WEEKDAY: Final = (0.97, 0.94, 0.95, 0.98, 1.08, 1.12, 0.96)

# Hours (local) in which a category is more frequent than its share of the day, and by which factor.
_PEAKS: Final[dict[str, tuple[frozenset[int], float]]] = {
    "road_safety": (frozenset({7, 8, 9, 17, 18, 19}), 1.7),
    "public_order": (frozenset({20, 21, 22, 23, 0, 1}), 1.9),
    "social": (frozenset({19, 20, 21, 22, 23}), 1.5),
    "crime": (frozenset({12, 13, 18, 19, 20, 21, 22}), 1.2),
}


def factor_at(moment: datetime) -> float:
    """How busy a moment is beside the mean: 0.3 before dawn on a Tuesday, 1.7 on a Saturday evening."""
    local = moment.astimezone(TASHKENT)
    part = local.minute / 60
    here, then = _BY_HOUR[local.hour], _BY_HOUR[(local.hour + 1) % 24]
    return (here + (then - here) * part) * _BY_WEEKDAY[local.weekday()]


def category_factor(category: str, moment: datetime) -> float:
    """How much likelier a category is at this hour than over the whole day."""
    hours, factor = _PEAKS.get(category, (frozenset(), 1.0))
    return factor if moment.astimezone(TASHKENT).hour in hours else 1.0


def moments(rng: random.Random, *, start: datetime, end: datetime, count: int) -> list[datetime]:
    """`count` moments between `start` and `end`, as often as people call then; in order."""
    hours = math.ceil((end - start) / timedelta(hours=1))
    slots = [start + timedelta(hours=hour) for hour in range(hours)]
    chosen = rng.choices(slots, [factor_at(slot) for slot in slots], k=count)
    shifted = (slot + timedelta(seconds=rng.random() * 3600) for slot in chosen)
    return sorted(min(moment, end) for moment in shifted)


def seconds_to_next(rng: random.Random, *, mean_s: float, moment: datetime) -> float:
    """Seconds until the next call of a Poisson stream whose mean gap over the day is `mean_s`."""
    return rng.expovariate(factor_at(moment) / mean_s)
