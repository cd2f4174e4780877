"""A plate reading on its way into the portal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from apps.cameras.intake import SeenBy
from apps.cameras.models import Direction


@dataclass(frozen=True, slots=True)
class GivenRead:
    """What a camera read: `plate` as it came, `confidence` 0 to 1, speeds in km/h.

    `violation` is the word of the device for what the vehicle did (see `ViolationKind.labels`), `vehicle` what else
    it saw: `make`, `model`, `colour`, `kind`. `picture` (JPEG, PNG, WebP) is kept with a violation alone.
    """

    camera_id: int
    at: datetime
    plate: str
    confidence: float | None = None
    direction: str = Direction.UNKNOWN
    speed_kmh: float | None = None
    limit_kmh: int | None = None
    violation: str = ""
    vehicle: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    source_ref: str = ""
    picture: bytes = b""


class Identity(NamedTuple):
    """What makes two readings the same."""

    camera_id: int
    at: datetime
    key: str


class Read(NamedTuple):
    """A reading that is taken: as it was given, by which camera, and the plate in both its writings."""

    given: GivenRead
    camera: SeenBy
    plate: str
    key: str

    @property
    def identity(self) -> Identity:
        """What it is known by."""
        return Identity(self.given.camera_id, self.given.at, self.key)
