"""The reference data that a portal ships: each room says how to load its own, lower rooms first.

In a room's `AppConfig.ready`: `register("regions", load)`.
"""

from collections.abc import Callable, Mapping
from typing import Final

# Takes `overwrite`; tells how many rows of each kind are new or changed.
Load = Callable[[bool], Mapping[str, int]]
_LOADERS: Final[dict[str, Load]] = {}


def register(room: str, load: Load) -> None:
    """Let `load_reference_data` call `load(overwrite)`; safe to repeat, rooms are loaded in this order."""
    _LOADERS[room] = load


def load_all(*, overwrite: bool) -> dict[str, Mapping[str, int]]:
    """Load every room's data; what exists stays as an admin left it, unless `overwrite`."""
    return {room: load(overwrite) for room, load in _LOADERS.items()}
