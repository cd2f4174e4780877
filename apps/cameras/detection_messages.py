"""Messages of video analytics on their way into the portal, and what the things that they tell of are known by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.gis.geos import Point

from apps.cameras.intake import SeenBy
from apps.cameras.models import Detection
from apps.cameras.sightings import Told
from apps.regions.scope import Actor


@dataclass(frozen=True, slots=True)
class Sighting:
    """One message of a source about one thing that it follows: the whole state of it at `at`.

    `began_at` is `at` where it is not given; `ended_at` says that it is seen no more. Scores are 0 to 1. `location`
    is where the thing is, if the source knows better than where its camera stands; `picture` is kept with a violation.
    """

    camera_id: int
    source: str
    source_ref: str
    label: str
    at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None
    sub_label: str | None = None
    sub_score: float | None = None
    score: float | None = None
    zones: tuple[str, ...] = ()
    location: Point | None = None
    picture: bytes = b""

    @property
    def told(self) -> Told:
        """What it says."""
        return Told(
            updated_at=self.at,
            began_at=self.began_at or self.at,
            ended_at=self.ended_at,
            label=self.label,
            sub_label=self.sub_label or "",
            sub_score=self.sub_score,
            score=self.score,
            zones=tuple(dict.fromkeys(self.zones)),
        )


class Recorded(NamedTuple):
    """A detection as it is now, and whether it was not known before."""

    detection: Detection
    is_new: bool


class Key(NamedTuple):
    """What a detection is known by."""

    intake: str
    source: str
    source_ref: str


def by_key(
    sightings: Iterable[Sighting], cameras: Mapping[int, SeenBy], by: Actor | None
) -> dict[Key, list[Sighting]]:
    """The messages about each thing; things in one order everywhere, so that two batches never wait for each other."""
    found: dict[Key, list[Sighting]] = defaultdict(list)
    for one in sightings:
        found[key_of(one, cameras, by)].append(one)
    return dict(sorted(found.items()))


def key_of(one: Sighting, cameras: Mapping[int, SeenBy], by: Actor | None) -> Key:
    return Key(_intake(by, cameras[one.camera_id].region), one.source, one.source_ref)


def _intake(by: Actor | None, region: str) -> str:
    if by is None:
        return "portal"
    return f"client:{by.pk}" if by.actor_kind == "client" else f"region:{region}"


def key_of_row(row: Detection) -> Key:
    return Key(row.intake, row.source, row.source_ref)
