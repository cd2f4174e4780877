"""Units that move: `python -m bench.field.moving UNITS PER_S UPDATES`, PER_S 0 as fast as it goes, UPDATES 0 without end."""

import itertools
import os
import random
import sys
import time
from datetime import datetime, timedelta

import django

from bench.field.units import place

GROUP = 72
AT_ONCE = 2_000
EVERY_S = 5.0


def main() -> None:
    """Walk on, each at its own pace, and tell where."""
    units, per_s, updates = map(int, sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecity_portal.settings.development")
    django.setup()
    from apps.core.clock import now

    chance = random.Random(3)
    places = [place(chance) for _ in range(units)]
    order = itertools.cycle(range(units))
    group = GROUP if per_s else AT_ONCE
    began, sent = time.monotonic(), 0
    moment = now() - timedelta(minutes=30)
    while not updates or sent < updates:
        if per_s:
            time.sleep(max(0.0, began + sent / per_s - time.monotonic()))
        moment += timedelta(milliseconds=1)
        if per_s:
            moment = max(moment, now() - timedelta(minutes=20))
        tell(list(itertools.islice(order, group)), places, chance, moment)
        sent += group


def tell(who: list[int], places: list[tuple[float, float]], chance: random.Random, at: datetime) -> None:
    """Some fifty metres on, in any direction."""
    from apps.core.clock import now
    from apps.inspectors.actions import Reading, record_positions
    from apps.regions.scope import EVERYTHING

    readings = []
    for n in who:
        lon, lat = places[n]
        places[n] = (lon + chance.uniform(-0.0008, 0.0008), lat + chance.uniform(-0.0006, 0.0006))
        readings.append(Reading(f"bench-{n}", at, *places[n], speed_mps=9.0, heading=90.0))
    record_positions(readings=readings, scope=EVERYTHING, at=now())


if __name__ == "__main__":
    main()
