"""Phones that send positions in the background: what the code says that sets up the app of one.

Traccar Client takes its settings from an address with `id` and what it sends when (the names of its settings,
https://www.traccar.org/client-configuration/); OsmAnd's tracking takes the address that is typed in. Both then speak
to `/intake/osmand/`, where the identifier is the ticket: it is long and random. OwnTracks opens `owntracks:///config`
with a configuration in base64 (https://owntracks.org/booklet/features/remoteconfig/), whose fields are those of
https://owntracks.org/booklet/tech/json/; it signs in with a secret. All end when the device is revoked.
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import quote, urlencode, urljoin

from django.db import transaction

from apps.accounts.models import User
from apps.inspectors.actions import DeviceIsRevoked, give_secret
from apps.inspectors.models import Device, Inspector, Unit
from apps.inspectors.resting import settle_devices

INTERVAL_S: Final = 15
DISTANCE_M: Final = 30
# A phone at rest says that it is there, or its unit would soon count as one whose place is not known.
AT_REST_S: Final = 60
# OwnTracks' words for "by HTTP" and "follow each move".
HTTP: Final = 3
MOVE: Final = 2


class App(StrEnum):
    """What sends the position."""

    TRACCAR = "traccar"
    OWNTRACKS = "owntracks"


NAMES: Final[Mapping[App, str]] = {App.TRACCAR: "Traccar Client / OsmAnd", App.OWNTRACKS: "OwnTracks"}
PATHS: Final[Mapping[App, str]] = {App.TRACCAR: "/intake/osmand/", App.OWNTRACKS: "/intake/owntracks/pub"}


def app_of(word: str) -> App | None:
    """The app that a form names; None for what is none."""
    return App(word) if word in list(App) else None


@dataclass(frozen=True, slots=True)
class Setup:
    """Where an app sends to, and as whom; `secret` where it signs in."""

    app: App
    address: str
    identifier: str
    secret: str = ""

    @property
    def name(self) -> str:
        """The app's own."""
        return NAMES[self.app]

    @property
    def code(self) -> str:
        """The text of the QR code."""
        return self._of_owntracks() if self.app == App.OWNTRACKS else self._of_traccar()

    @property
    def link(self) -> str:
        """What opens the app on the very phone that shows the page; empty where there is no such thing."""
        return self.code if self.app == App.OWNTRACKS else ""

    def _of_traccar(self) -> str:
        settings = {"id": self.identifier, "accuracy": "high", "distance": DISTANCE_M, "interval": INTERVAL_S}
        return f"{self.address}?{urlencode(settings | {'heartbeat': AT_REST_S})}"

    def _of_owntracks(self) -> str:
        given = {
            "_type": "configuration",
            "mode": HTTP,
            "url": self.address,
            "auth": True,
            "username": self.identifier,
            "password": self.secret,
            "deviceId": "phone",
            "tid": self.identifier[-2:],
            "monitoring": MOVE,
            "locatorDisplacement": DISTANCE_M,
            "locatorInterval": INTERVAL_S,
            "moveModeLocatorInterval": INTERVAL_S,
            "extendedData": True,
        }
        return f"owntracks:///config?inline={quote(_plain_base64(json.dumps(given, separators=(',', ':'))), safe='')}"


def _plain_base64(text: str) -> str:
    """Filled up with spaces, which JSON allows, so that no `=` is needed: readers of addresses differ over it."""
    packed = text.encode()
    return b64encode(packed + b" " * (-len(packed) % 3)).decode()


def new_phone(unit: Unit, *, bearer: Inspector | None) -> Device:
    """A device of the unit for one phone, carried by somebody."""
    device = Device.objects.create(
        identifier=f"phone-{secrets.token_urlsafe(18)}", unit=unit, inspector=bearer
    )
    settle_devices(Device.objects.filter(pk=device.pk))
    return device


@transaction.atomic
def set_up(device: Device, *, app: App, portal: str, by: User, at: datetime) -> Setup:
    """What the app of the phone is told; `portal` is the address of the portal as the phone sees it.

    OwnTracks gets a new secret, and the older one ends. Raises `DeviceIsRevoked`.
    """
    if device.is_revoked:
        raise DeviceIsRevoked
    secret = give_secret(device_id=device.pk, by=by, at=at) if app == App.OWNTRACKS else ""
    return Setup(app, urljoin(portal, PATHS[app]), device.identifier, secret)
