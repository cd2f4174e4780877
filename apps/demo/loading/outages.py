"""What the demo's cameras have been through in the past month: their health, and their outages."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from apps.cameras.models import Camera, CameraHealth, CameraStatus, CameraStatusEntry, Outage, OutageCause
from apps.cameras.workflow import Seen, State
from apps.core.constraints import check_at_once
from apps.core.copying import copy_rows
from apps.demo.seeds import chance, choose, id_at

_WATCHED: Final = timedelta(days=60)
_MONTH_S: Final = 30 * 24 * 3600.0
# Of a hundred cameras so many had an outage within the month, mostly one; most are over within hours.
_HAD_ONE: Final = 0.08
_HOW_MANY: Final = {1: 0.72, 2: 0.2, 3: 0.08}
_MEDIAN_S: Final = 2_700.0
_SPREAD: Final = 1.3
_CAUSES: Final = {
    OutageCause.TIMEOUT: 0.62,
    OutageCause.REFUSED: 0.2,
    OutageCause.REPORTED: 0.1,
    OutageCause.AUTHENTICATION: 0.05,
    OutageCause.GARBAGE: 0.03,
}
_STATES: Final = {
    CameraStatus.ONLINE: (State.ONLINE, Seen.UP),
    CameraStatus.DEGRADED: (State.DEGRADED, Seen.DEGRADED),
    CameraStatus.OFFLINE: (State.OFFLINE, Seen.DOWN),
    CameraStatus.MAINTENANCE: (State.ONLINE, Seen.UP),
}


def load_outages(*, at: datetime) -> int:
    """The health of each camera of the demo, and its outages; does nothing where they are known already."""
    cameras = Camera.objects.filter(code__startswith="DEMO-")
    if not cameras.exists() or CameraHealth.objects.filter(camera__code__startswith="DEMO-").exists():
        return 0
    with transaction.atomic():
        check_at_once()
        rows = list(cameras.order_by("pk"))
        CameraHealth.objects.bulk_create(_healths(rows, at), batch_size=1000)
        outages = [outage for camera in rows for outage in _outages(camera, at)]
        copy_rows(outages)
        copy_rows([entry for outage in outages for entry in _entries(outage)])
    return len(outages)


def _healths(cameras: list[Camera], at: datetime) -> Iterator[CameraHealth]:
    for camera in cameras:
        known = _STATES.get(CameraStatus(camera.status))
        if known is not None:
            state, last = known
            yield CameraHealth(
                camera=camera,
                state=state,
                last=last,
                run=3,
                answers=0 if last is Seen.DOWN else 3,
                since=camera.status_changed_at,
                watched_since=at - _WATCHED,
            )


def _outages(camera: Camera, at: datetime) -> Iterator[Outage]:
    """Those that are over, one after the other; and the one that lasts, where the camera is out."""
    rng = chance("outages", camera.code)
    until = at
    if camera.status == CameraStatus.OFFLINE and camera.status_changed_at is not None:
        until = camera.status_changed_at
        yield _outage(rng, camera, until, None)
    elif camera.status_changed_at is not None and camera.status != CameraStatus.ONLINE:
        until = camera.status_changed_at
    elif camera.status_changed_at is None:
        return
    if rng.random() >= _HAD_ONE:
        return
    free_s = _MONTH_S
    for _ in range(choose(rng, _HOW_MANY)):
        gap_s = rng.uniform(0.05, 0.6) * free_s
        lasted_s = min(rng.lognormvariate(0, _SPREAD) * _MEDIAN_S, 0.3 * free_s)
        ended_at = until - timedelta(seconds=gap_s)
        until = ended_at - timedelta(seconds=lasted_s)
        free_s -= gap_s + lasted_s
        yield _outage(rng, camera, until, ended_at)


def _outage(rng: random.Random, camera: Camera, began_at: datetime, ended_at: datetime | None) -> Outage:
    return Outage(
        id=id_at(rng, began_at),
        region_id=camera.region_id,
        camera=camera,
        cause=choose(rng, _CAUSES),
        began_at=began_at,
        ended_at=ended_at,
        noticed_at=began_at + timedelta(seconds=rng.uniform(60, 240)),
    )


def _entries(outage: Outage) -> Iterator[CameraStatusEntry]:
    """The lines that a past outage left in the history of the camera's status; those of a lasting one are there."""
    if outage.ended_at is None or outage.camera is None:
        return
    rng = chance("entries", outage.id)
    steps = (
        (CameraStatus.ONLINE, CameraStatus.OFFLINE, outage.began_at),
        (CameraStatus.OFFLINE, CameraStatus.ONLINE, outage.ended_at),
    )
    for was, status, at in steps:
        yield CameraStatusEntry(
            id=id_at(rng, at), camera=outage.camera, at=at, was=was, status=status, reason=str(outage.cause)
        )
