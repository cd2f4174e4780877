"""A camera's login is given, or taken away."""

from datetime import datetime

from apps.accounts.audit import acting
from apps.accounts.models import ApiClient, User
from apps.cameras.credentials import Credentials, sealed
from apps.cameras.models import Camera, CameraCredential
from apps.core.errors import NotFound
from apps.live.feed import change


def keep_login(
    *, camera_id: int, username: str, password: str, by: User | ApiClient | None, at: datetime
) -> None:
    """Keep the camera's login, sealed, instead of the one before; raises `NotFound`."""
    with change(at=at), acting(by):
        if not Camera.objects.filter(pk=camera_id).exists():
            raise NotFound
        CameraCredential.objects.update_or_create(
            camera_id=camera_id,
            defaults={"sealed": sealed(Credentials(username, password)), "changed_at": at},
        )


def forget_login(*, camera_id: int, by: User | ApiClient | None, at: datetime) -> None:
    """The camera has no login any more; again changes nothing."""
    with change(at=at), acting(by):
        CameraCredential.objects.filter(camera_id=camera_id).delete()
