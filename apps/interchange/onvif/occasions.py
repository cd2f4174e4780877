"""Which detection a state that turned on or off belongs to; pure.

ONVIF tells that a rule's state is true or false, and names no occasion. The portal does: the rule's key and the moment
at which it turned on. Told again, late or twice, each message finds the occasion that it belonged to.
"""

from dataclasses import dataclass
from datetime import datetime

from apps.interchange.facts import Saw, Turned


@dataclass(slots=True)
class Occasion:
    """One time that a state was on; `ended_at` is None while it is."""

    ref: str
    began_at: datetime
    ended_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Was the state on then, as far as is known?"""
        return self.began_at <= at and (self.ended_at is None or at <= self.ended_at)


def ref_of(key: str, at: datetime) -> str:
    """The reference of the occasion of a state that turned on at this moment."""
    return f"{key}@{at.timestamp():.3f}"


def placed(turned: Turned, known: list[Occasion]) -> Saw | None:
    """What the message says of its occasion: of the newest that holds its moment, else of a new one, then known too.

    None for an end of nothing: the state was off before, or its beginning was never told.
    """
    mine = next((one for one in reversed(known) if one.holds(turned.at)), None)
    if mine is None:
        if not turned.is_on:
            return None
        mine = Occasion(ref_of(turned.key, turned.at), turned.at)
        known.append(mine)
        known.sort(key=lambda one: one.began_at)
    elif not turned.is_on and mine.ended_at is None:
        mine.ended_at = turned.at
    return Saw(
        camera=turned.camera,
        source=turned.source,
        source_ref=mine.ref,
        label=turned.label,
        zones=turned.zones,
        began_at=mine.began_at,
        ended_at=mine.ended_at,
        at=turned.at,
    )
