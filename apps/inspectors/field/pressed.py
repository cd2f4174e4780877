"""A tracker's own SOS button: the call for help that comes with a position."""

from datetime import datetime

from apps.core.geo import point
from apps.inspectors.actions import raise_sos
from apps.inspectors.positions import Reading


def press_by_device(reading: Reading, at: datetime) -> None:
    """Raise an SOS where the device is; raises `NotFound` for a device that is unknown or revoked."""
    raise_sos(
        device=reading.device,
        location=point(reading.lon, reading.lat),
        by=None,
        at=at,
        stamp_at=min(reading.at, at),
    )
