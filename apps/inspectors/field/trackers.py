"""A phone that sends positions in the background with Traccar Client or OsmAnd: its device, and what its code says.

Traccar Client takes its settings from an address with `id` and intervals (its own documentation of configuration by
QR code); OsmAnd's tracking takes the address that is typed in. Both then speak to `/intake/osmand/`, where the
identifier is the ticket: it is long and random, and ends when the device is revoked.
"""

import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urljoin

from django.db import transaction

from apps.inspectors.models import Device, Inspector, Unit
from apps.inspectors.resting import settle_devices

INTERVAL_S: Final = 15
DISTANCE_M: Final = 30


@dataclass(frozen=True, slots=True)
class Tracker:
    """Where it sends to, and as whom."""

    address: str
    identifier: str

    @property
    def code(self) -> str:
        """The text of the QR code."""
        settings = {"id": self.identifier, "interval": INTERVAL_S, "distance": DISTANCE_M, "accuracy": "high"}
        return f"{self.address}?{urlencode(settings)}"


@transaction.atomic
def new_tracker(unit: Unit, *, bearer: Inspector | None, portal: str) -> Tracker:
    """A device of the unit for one phone; `portal` is the address of the portal as the phone sees it."""
    identifier = f"phone-{secrets.token_urlsafe(18)}"
    device = Device.objects.create(identifier=identifier, unit=unit, inspector=bearer)
    settle_devices(Device.objects.filter(pk=device.pk))
    return Tracker(urljoin(portal, "/intake/osmand/"), device.identifier)
