"""What messages of devices say, in our words, before anybody knows which camera or sensor is meant; pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class NotUnderstood(ValueError):
    """A message that cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it came: `is_kept` marks one that the broker had kept (retained) from before."""

    topic: str
    payload: bytes
    at: datetime
    is_kept: bool = False

    @property
    def levels(self) -> list[str]:
        """The words of the topic."""
        return self.topic.split("/")


# The names that a camera may go by, the most exact first.
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saw:
    """A camera's analytics follow a thing: the whole state of it at `at`, as a `Sighting` has it."""

    camera: Names
    source: str
    source_ref: str
    label: str
    at: datetime
    began_at: datetime
    ended_at: datetime | None = None
    sub_label: str = ""
    sub_score: float | None = None
    score: float | None = None
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """A state of a camera's analytics turned on or off. `key` names the state; each time it is on is a detection."""

    camera: Names
    source: str
    key: str
    label: str
    is_on: bool
    at: datetime
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stands:
    """A camera gives a picture, or none."""

    camera: Names
    is_up: bool
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReadPlate:
    """A camera read a plate."""

    camera: Names
    plate: str
    at: datetime
    source: str
    source_ref: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A sensor measured a value: `sensor` is its code, or `REGION:CODE`."""

    sensor: str
    at: datetime
    value: float


Fact = Saw | Turned | Stands | ReadPlate | Measured


class Protocol(NamedTuple):
    """Messages whose topics fit one of the filters, and what they say; nothing where it is none of our business."""

    name: str
    filters: tuple[str, ...]
    translate: Callable[[Heard], Iterable[Fact]]

    @property
    def family(self) -> str:
        """The protocol's name without the prefix of its topics."""
        return self.name.partition(":")[0]
