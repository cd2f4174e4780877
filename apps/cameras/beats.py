"""When which cameras are looked at: spread evenly over a round, each at its own beat. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Final

# Cameras whose id leaves the same rest are looked at together: 100,000 cameras are some 400 a slot.
SLOTS: Final = 256
_START: Final = datetime(2020, 1, 1, tzinfo=UTC)


def next_beat(slot: int, *, after: datetime, every_s: int) -> datetime:
    """The first beat of the slot after a moment; beats that were missed are left out."""
    round_trip = timedelta(seconds=every_s)
    first = _START + round_trip * slot / SLOTS
    return first + ((after - first) // round_trip + 1) * round_trip
