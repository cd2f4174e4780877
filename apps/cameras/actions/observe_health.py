"""What was seen of cameras becomes their health: of checks, of the API, of MQTT alike."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.cameras.ledger import Verdict, locked_cameras, locked_health, settle, store_health
from apps.cameras.models import Camera, CameraHealth, OutageCause
from apps.cameras.workflow import Health, Seen, State, limits_of, observed
from apps.live.feed import change
from apps.regions.scope import Actor


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at a camera, or one report about it. `detail` is a word as `timeout`; `cause` is what an outage gets."""

    camera_id: int
    is_up: bool
    at: datetime
    detail: str = ""
    is_degraded: bool = False
    cause: OutageCause = OutageCause.REPORTED

    @property
    def seen(self) -> Seen:
        """As the workflow takes it."""
        if not self.is_up:
            return Seen.DOWN
        return Seen.DEGRADED if self.is_degraded else Seen.UP


Given = Mapping[int, list[Observation]]


def observe_health(*, observations: Sequence[Observation], by: Actor | None, at: datetime) -> int:
    """Take in what was seen, in any order; answers how many cameras' state changed.

    Cameras that are missing or retired are passed over: whose they are is the caller's question. A camera of which
    nothing is new costs a look at its narrow row, and no write.
    """
    given = _by_camera(observations)
    with change(at=at) as feed:
        kinds = _news(given)
        rows = locked_health(kinds, at=at)
        before = {row.camera_id: row.known for row in rows}
        for row in rows:
            mine = given[row.camera_id]
            row.take(_after(row.known, mine, kinds[row.camera_id]), detail=mine[-1].detail)
        store_health(rows)
        moved = {row.camera_id: row for row in rows if row.state != before[row.camera_id].state}
        turned = {row.camera_id for row in rows if row.known.is_failing != before[row.camera_id].is_failing}
        verdicts = [
            _verdict(camera, moved[camera.pk], given[camera.pk][-1]) for camera in locked_cameras(moved)
        ]
        settle(feed, verdicts, turned=turned, by=by, at=at)
    return len(verdicts)


def _verdict(camera: Camera, row: CameraHealth, last: Observation) -> Verdict:
    since = row.since or last.at
    return Verdict(camera, State(row.state), since, last.at, last.cause, last.detail)


def _by_camera(observations: Sequence[Observation]) -> Given:
    found: dict[int, list[Observation]] = defaultdict(list)
    for one in sorted(observations, key=lambda one: (one.camera_id, one.at)):
        found[one.camera_id].append(one)
    return found


def _news(given: Given) -> dict[int, str]:
    """Kinds of the cameras whose health row would change."""
    cameras = Camera.objects.active().filter(pk__in=given).values_list("pk", "kind")
    rows = CameraHealth.objects.in_bulk(list(given))
    return {
        pk: kind
        for pk, kind in cameras
        if pk not in rows or _after(rows[pk].known, given[pk], kind) != rows[pk].known
    }


def _after(health: Health, observations: Collection[Observation], kind: str) -> Health:
    limits = limits_of(kind)
    for one in observations:
        health = observed(health, one.seen, at=one.at, limits=limits)
    return health
