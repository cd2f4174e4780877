"""A camera's health changes."""

from datetime import datetime

from apps.accounts.models import ApiClient, User
from apps.cameras.models import Camera, CameraStatus, CameraStatusEntry
from apps.core.errors import NotFound
from apps.live.feed import change
from apps.regions.scope import Actor


def set_camera_status(
    *, camera_id: int, status: CameraStatus, by: Actor | None, at: datetime, reason: str = ""
) -> Camera:
    """Set what a camera's health is since `at`; the same status again changes nothing.

    `by` None stands for the portal itself. Raises `NotFound` for a camera that is missing or retired.
    """
    with change(at=at) as feed:
        camera = _locked(camera_id)
        if camera.status == status:
            return camera
        was, camera.status, camera.status_changed_at = camera.status, status, at
        camera.save(update_fields=["status", "status_changed_at"])
        CameraStatusEntry.objects.create(
            camera=camera,
            at=at,
            was=was,
            status=status,
            reason=reason,
            by_user=by if isinstance(by, User) else None,
            by_client=by if isinstance(by, ApiClient) else None,
        )
        feed.touch(
            topic="cameras",
            kind="camera.status_changed",
            object_id=str(camera.pk),
            regions={camera.region_id},
        )
    return camera


def _locked(camera_id: int) -> Camera:
    try:
        return Camera.objects.active().locked(camera_id)
    except Camera.DoesNotExist:
        raise NotFound from None
