"""What the simulator shares among its parts: the world, the agenda, chance, the country, the portal."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from apps.demo.geography import Ground
from apps.demo.kinds import Kind
from apps.demo.simulator.agenda import Agenda
from apps.demo.simulator.portal import Portal
from apps.demo.simulator.world import World


@dataclass(frozen=True, slots=True)
class Stage:
    """One session of the simulator, from a snapshot until the feed is lost."""

    world: World
    agenda: Agenda
    rng: random.Random
    portal: Portal
    grounds: Mapping[str, Ground]
    kinds: Mapping[str, Kind]
