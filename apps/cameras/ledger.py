"""What a change of cameras' health leaves behind: status, history, outages, and what the feed hears of it.

For the actions alone, inside of their `change()`. Locks are taken in one order everywhere: health rows, cameras, nodes;
each by its id.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import ApiClient, User
from apps.cameras.failing_nodes import judge_nodes, nodes_out_of
from apps.cameras.models import (
    Camera,
    CameraHealth,
    CameraStatus,
    CameraStatusEntry,
    Outage,
    OutageCause,
)
from apps.cameras.models.health import TAKEN
from apps.cameras.outages import TOPIC
from apps.cameras.planned_work import Work, work_on
from apps.cameras.workflow import State
from apps.live.feed import Feed
from apps.regions.scope import Actor


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a camera's health is from now on: of a camera under its row lock.

    `since` is when it became so (the first failure, the first answer); `cause` is needed where it is offline.
    """

    camera: Camera
    state: State
    since: datetime
    at: datetime
    cause: OutageCause = OutageCause.REPORTED
    reason: str = ""


def locked_health(camera_ids: Collection[int], *, at: datetime) -> list[CameraHealth]:
    """The health rows of these cameras under lock; those that are new begin now."""
    if not camera_ids:
        return []
    fresh = [CameraHealth(camera_id=pk, watched_since=at) for pk in sorted(camera_ids)]
    known = CameraHealth.objects.filter(camera__in=camera_ids)
    if known.count() < len(fresh):
        CameraHealth.objects.bulk_create(fresh, ignore_conflicts=True)
    return list(known.order_by("camera_id").select_for_update())


def store_health(rows: Sequence[CameraHealth]) -> None:
    """Write rows that are locked, in one INSERT … ON CONFLICT."""
    CameraHealth.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["camera"], update_fields=list(TAKEN), batch_size=1000
    )


def locked_cameras(camera_ids: Collection[int]) -> list[Camera]:
    """Those of the cameras that are in use, under lock."""
    rows = Camera.objects.active().filter(pk__in=camera_ids).order_by("pk")
    return list(rows.select_for_update(of=("self",))) if camera_ids else []


def settle(
    feed: Feed,
    verdicts: Sequence[Verdict],
    *,
    turned: Collection[int] = (),
    by: Actor | None,
    at: datetime,
) -> None:
    """Give the cameras their status, begin and end their outages. Planned work shows as such, and begins no outage.

    `turned` are cameras that began to answer, or to fail: of no account but for their nodes.
    """
    work = work_on([one.camera for one in verdicts], at)
    show(feed, [(one.camera, _status(one, work), one.at, one.reason) for one in verdicts], by=by)
    follow(feed, verdicts, turned=turned, work=work, at=at)


def follow(
    feed: Feed,
    verdicts: Sequence[Verdict],
    *,
    turned: Collection[int] = (),
    work: Work | None = None,
    at: datetime,
) -> None:
    """Begin and end outages after the status that the cameras have now."""
    end_outages(feed, {one.camera.pk: one.since for one in verdicts if one.state is not State.OFFLINE})
    lost = [one for one in verdicts if one.camera.status == CameraStatus.OFFLINE]
    begun = _begin(lost, work or Work(at), at)
    nodes = {one.camera.node_id for one in verdicts if one.camera.node_id}
    judge_nodes(feed, nodes | nodes_out_of(turned), begun, at=at)
    _tell(feed, begun)


def _status(verdict: Verdict, work: Work) -> CameraStatus:
    is_worked_on = verdict.camera.status == CameraStatus.MAINTENANCE or work.goes_on(verdict.camera)
    return CameraStatus.MAINTENANCE if is_worked_on else CameraStatus(verdict.state.value)


def show(
    feed: Feed, changes: Iterable[tuple[Camera, CameraStatus, datetime, str]], *, by: Actor | None
) -> None:
    """Write those statuses that are new, with their history, and tell the screens."""
    news = [one for one in changes if one[0].status != one[1]]
    entries = [_entry(camera, status, at, reason, by) for camera, status, at, reason in news]
    for camera, status, at, _ in news:
        camera.status, camera.status_changed_at = status, at
        feed.touch(
            topic="cameras",
            kind="camera.status_changed",
            object_id=str(camera.pk),
            regions={camera.region_id},
        )
    Camera.objects.bulk_update(
        [camera for camera, *_ in news], ["status", "status_changed_at"], batch_size=500
    )
    CameraStatusEntry.objects.bulk_create(entries, batch_size=500)


def _entry(
    camera: Camera, status: CameraStatus, at: datetime, reason: str, by: Actor | None
) -> CameraStatusEntry:
    return CameraStatusEntry(
        camera=camera,
        at=at,
        was=camera.status,
        status=status,
        reason=reason[:250],
        by_user=by if isinstance(by, User) else None,
        by_client=by if isinstance(by, ApiClient) else None,
    )


def _begin(verdicts: Sequence[Verdict], work: Work, at: datetime) -> list[Outage]:
    """New outages; nobody is told before it is known whether the whole node failed."""
    known = _open([one.camera.pk for one in verdicts])
    rows = [_outage(one, work, at) for one in verdicts if one.camera.pk not in known]
    return Outage.objects.bulk_create(rows)


def _outage(verdict: Verdict, work: Work, at: datetime) -> Outage:
    return Outage(
        region_id=verdict.camera.region_id,
        camera=verdict.camera,
        cause=verdict.cause,
        began_at=max(verdict.since, work.over_at(verdict.camera) or verdict.since),
        noticed_at=at,
        is_told=False,
    )


def end_outages(feed: Feed, ends: dict[int, datetime]) -> None:
    """End the open outages of these cameras, each at its time; the feed hears of those that it knows."""
    rows = _open(ends)
    for camera_id, row in rows.items():
        row.ended_at = max(row.began_at, ends[camera_id])
        if row.is_told:
            feed.touch(topic=TOPIC, kind="outage.ended", object_id=str(row.pk), regions={row.region_id})
    Outage.objects.bulk_update(rows.values(), ["ended_at"], batch_size=500)


def _open(camera_ids: Collection[int]) -> dict[int, Outage]:
    rows = Outage.objects.open().filter(camera__in=camera_ids)
    return {row.camera_id: row for row in rows if row.camera_id is not None}


def _tell(feed: Feed, begun: Sequence[Outage]) -> None:
    alone = [row for row in begun if row.part_of_id is None]
    for row in alone:
        row.is_told = True
        feed.touch(topic=TOPIC, kind="outage.began", object_id=str(row.pk), regions={row.region_id})
    Outage.objects.bulk_update(alone, ["is_told"], batch_size=500)
