"""Somebody looks at a camera: told to the audit trail when it begins and when it is over, not picture by picture."""

from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from apps.accounts.audit import record
from apps.accounts.models import AuditEntry, AuditKind, User
from apps.cameras.models import Camera, Viewing, ViewingKind
from apps.core.clock import iso

# Whoever has not looked for so long has gone; what follows is another viewing.
GAP: Final = timedelta(seconds=60)
# The end of a viewing is moved at most so often: it is known to within this time.
NOTED_EVERY_S: Final = 10
ENDED_AT_ONCE: Final = 500
OBJECT_TYPE: Final = Camera._meta.label_lower


def note_viewing(
    *,
    camera_id: int,
    kind: ViewingKind,
    by: User,
    at: datetime,
    request: HttpRequest | None = None,
    address: str | None = None,
) -> None:
    """Begin a viewing, or let the one that lasts go on until `at`.

    Of what begins the trail gets a row at once, and another with from and until when it is over.
    """
    key = f"viewing:{camera_id}:{by.pk}:{kind}"
    if cache.get(key):
        return
    with transaction.atomic():
        _end_if_stale(camera_id, kind, by, at)
        viewing, began = Viewing.objects.select_for_update().get_or_create(
            camera_id=camera_id,
            user=by,
            kind=kind,
            is_over=False,
            defaults={"began_at": at, "last_at": at, "address": address},
        )
        if began:
            _tell_begun(viewing, by, request)
        elif at > viewing.last_at:
            viewing.last_at = at
            viewing.save(update_fields=["last_at"])
    cache.set(key, True, NOTED_EVERY_S)


@transaction.atomic
def end_viewings(*, at: datetime) -> int:
    """End those whose viewer has gone, and tell the trail from when until when; answers how many."""
    gone = list(
        Viewing.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("camera", "user")
        .filter(is_over=False, last_at__lt=at - GAP)
        .order_by("last_at")[:ENDED_AT_ONCE]
    )
    for viewing in gone:
        _end(viewing)
    return len(gone)


def _end_if_stale(camera_id: int, kind: ViewingKind, by: User, at: datetime) -> None:
    stale = Viewing.objects.select_for_update(of=("self",)).select_related("camera", "user")
    for viewing in stale.filter(camera=camera_id, user=by, kind=kind, is_over=False, last_at__lt=at - GAP):
        _end(viewing)


def _end(viewing: Viewing) -> None:
    viewing.is_over = True
    viewing.save(update_fields=["is_over"])
    if viewing.last_at == viewing.began_at:
        return  # one picture: the trail has its row
    AuditEntry.objects.create(
        kind=AuditKind.VIEWING_ENDED,
        at=viewing.last_at,
        user=viewing.user,
        name=viewing.user.actor_name,
        address=viewing.address,
        object_type=OBJECT_TYPE,
        object_id=str(viewing.camera_id),
        region_id=viewing.camera.region_id,
        detail={"picture": viewing.kind, "from": iso(viewing.began_at), "until": iso(viewing.last_at)},
    )


def _tell_begun(viewing: Viewing, by: User, request: HttpRequest | None) -> None:
    record(
        AuditKind.VIEWING,
        by=by,
        at=viewing.began_at,
        request=request,
        object_type=OBJECT_TYPE,
        object_id=viewing.camera_id,
        region=viewing.camera.region_id,
        detail={"picture": viewing.kind},
    )
