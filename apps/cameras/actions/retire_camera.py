"""A camera is taken out of use, or comes back."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from apps.cameras.ledger import end_outages
from apps.cameras.models import Camera
from apps.core.errors import NotFound
from apps.live.epochs import rewriting
from apps.live.feed import change

# More than so many at once, and screens had better load everything anew.
ONE_BY_ONE: Final = 100


def retire_camera(*, camera_id: int, at: datetime) -> Camera:
    """From now on the camera is in no list and on no map; its past stays. Again changes nothing."""
    return _put(camera_id, at, retired_at=at)


def reinstate_camera(*, camera_id: int, at: datetime) -> Camera:
    """The camera is in use again."""
    return _put(camera_id, at, retired_at=None)


def _put(camera_id: int, at: datetime, *, retired_at: datetime | None) -> Camera:
    with change(at=at) as feed:
        try:
            camera = Camera.objects.locked(camera_id)
        except Camera.DoesNotExist:
            raise NotFound from None
        if (camera.retired_at is None) != (retired_at is None):
            camera.retired_at = retired_at
            camera.save(update_fields=["retired_at"])
            if retired_at is not None:
                end_outages(feed, {camera.pk: at})
            tell_of_cameras(camera_ids=[camera.pk], at=at)
        return camera


def tell_of_cameras(*, camera_ids: Collection[int], at: datetime, left: Collection[str] = ()) -> None:
    """Tell the screens of cameras that a form or a table changed; `left` are regions that they were taken from."""
    rows = Camera.objects.filter(pk__in=list(camera_ids)).values_list("pk", "region_id")
    with change(at=at) as feed:
        if len(rows) > ONE_BY_ONE:
            with rewriting() as regions:
                regions |= {region for _, region in rows}
            return
        for pk, region in rows:
            feed.touch(topic="cameras", kind="camera.changed", object_id=str(pk), regions={region})
            if gone := set(left) - {region}:
                feed.remove(topic="cameras", kind="camera.removed", object_id=str(pk), regions=gone)
