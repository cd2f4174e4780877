"""A camera's health is stated: by a person, or by a system that decides for itself."""

from datetime import datetime

from apps.cameras.ledger import Verdict, follow, locked_health, show, store_health
from apps.cameras.models import Camera, CameraHealth, CameraStatus
from apps.cameras.workflow import State, limits_of, settled
from apps.core.errors import NotFound
from apps.live.feed import change
from apps.regions.scope import Actor


def set_camera_status(
    *, camera_id: int, status: CameraStatus, by: Actor | None, at: datetime, reason: str = ""
) -> Camera:
    """Set what a camera's health is since `at`; the same status again changes nothing.

    What is stated is believed at once: an outage begins or ends with it. Later observations change it as any other
    status, but for maintenance, which lasts until another status is stated or planned work on the camera is over.
    `by` None stands for the portal itself. Raises `NotFound` for a camera that is missing or retired.
    """
    with change(at=at) as feed:
        (row,) = locked_health(_existing(camera_id), at=at)
        camera = _locked(camera_id)
        if camera.status != status:
            show(feed, [(camera, status, at, reason)], by=by)
            CameraHealth.objects.filter(camera=camera).update(is_planned=False)
            if status != CameraStatus.MAINTENANCE:
                state = State(status.value)
                row.take(settled(state, at=at, limits=limits_of(camera.kind)), detail=reason)
                store_health([row])
                follow(feed, [Verdict(camera, state, since=at, at=at)], at=at)
    return camera


def _existing(camera_id: int) -> list[int]:
    if not Camera.objects.active().filter(pk=camera_id).exists():
        raise NotFound
    return [camera_id]


def _locked(camera_id: int) -> Camera:
    try:
        return Camera.objects.active().locked(camera_id)
    except Camera.DoesNotExist:
        raise NotFound from None
