"""Planned work begins and ends by the clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from apps.cameras.ledger import Verdict, follow, locked_cameras, locked_health, show
from apps.cameras.models import Camera, CameraHealth, CameraStatus, MaintenanceWindow
from apps.cameras.outages import cause_of
from apps.cameras.planned_work import work_on
from apps.cameras.querysets import CameraQuerySet
from apps.cameras.workflow import State
from apps.live.feed import change

TOGETHER: Final = 500


def keep_maintenance(*, at: datetime) -> int:
    """Show cameras of planned work as such, and those whose work is over as what they are; answers how many changed.

    Failures during the work are no outage; whoever still fails at its end is out from then on.
    """
    begins = list(
        _planned(at).exclude(status=CameraStatus.MAINTENANCE).order_by("pk").values_list("pk", flat=True)
    )
    over = Camera.objects.active().filter(health__is_planned=True).exclude(pk__in=_planned(at).values("pk"))
    ends = list(over.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(begins), TOGETHER):
        _begin(begins[first : first + TOGETHER], at)
    for first in range(0, len(ends), TOGETHER):
        _end(ends[first : first + TOGETHER], at)
    return len(begins) + len(ends)


def _planned(at: datetime) -> CameraQuerySet:
    now = MaintenanceWindow.objects.filter(begins_at__lte=at, ends_at__gt=at)
    return Camera.objects.active().filter(
        Q(Exists(now.filter(camera=OuterRef("pk"))))
        | Q(Exists(now.filter(node=OuterRef("node"))))
        | Q(Exists(now.filter(region=OuterRef("region"))))
    )


def _begin(camera_ids: Sequence[int], at: datetime) -> None:
    with change(at=at) as feed:
        locked_health(camera_ids, at=at)
        cameras = locked_cameras(camera_ids)
        work = work_on(cameras, at)
        show(feed, [(one, CameraStatus.MAINTENANCE, at, work.reason(one)) for one in cameras], by=None)
        CameraHealth.objects.filter(camera__in=camera_ids).update(is_planned=True)


def _end(camera_ids: Sequence[int], at: datetime) -> None:
    with change(at=at) as feed:
        rows = {row.camera_id: row for row in locked_health(camera_ids, at=at) if row.is_planned}
        cameras = [one for one in locked_cameras(list(rows)) if one.status == CameraStatus.MAINTENANCE]
        show(feed, [(one, CameraStatus(rows[one.pk].state), at, "") for one in cameras], by=None)
        CameraHealth.objects.filter(camera__in=camera_ids).update(is_planned=False)
        verdicts = [_verdict(one, rows[one.pk], at) for one in cameras]
        follow(feed, verdicts, work=work_on(cameras, at), at=at)


def _verdict(camera: Camera, row: CameraHealth, at: datetime) -> Verdict:
    return Verdict(camera, State(row.state), row.since or at, at, cause_of(row.detail))
