"""A camera's login is given, or taken away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from apps.accounts.audit import acting
from apps.accounts.models import ApiClient, User
from apps.cameras.credentials import Credentials, sealed
from apps.cameras.models import Camera, CameraCredential
from apps.core.errors import NotFound
from apps.live.feed import change

TOGETHER: Final = 1000


def keep_login(
    *, camera_id: int, username: str, password: str, by: User | ApiClient | None, at: datetime
) -> None:
    """Keep the camera's login, sealed, instead of the one before; raises `NotFound`."""
    if not Camera.objects.filter(pk=camera_id).exists():
        raise NotFound
    keep_logins(logins={camera_id: Credentials(username, password)}, by=by, at=at)


def keep_logins(*, logins: Mapping[int, Credentials], by: User | ApiClient | None, at: datetime) -> None:
    """Keep the logins of many cameras, each sealed, in one statement; the cameras must be there."""
    rows = [
        CameraCredential(camera_id=pk, sealed=sealed(login), changed_at=at)
        for pk, login in sorted(logins.items())
    ]
    with change(at=at), acting(by):
        CameraCredential.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["camera"],
            update_fields=["sealed", "changed_at"],
            batch_size=TOGETHER,
        )


def forget_login(*, camera_id: int, by: User | ApiClient | None, at: datetime) -> None:
    """The camera has no login any more; again changes nothing."""
    with change(at=at), acting(by):
        CameraCredential.objects.filter(camera_id=camera_id).delete()
