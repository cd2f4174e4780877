"""A browser becomes a tablet of the field, or changes hands."""

from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import uuid7
from apps.inspectors.crews import inspector_of
from apps.inspectors.models import Device, Tablet, Unit
from apps.inspectors.resting import settle_devices
from apps.inspectors.tablets import TabletRevoked


@transaction.atomic
def register_tablet(
    *, tablet_id: int | None, digest: str, unit_id: int, session_key: str, by: User, at: datetime
) -> Tablet:
    """The tablet of a browser: a new one (`tablet_id` None) with a secret's digest, or the known one for this user.

    It belongs to the unit of whoever signs in on it, and to that session alone. Raises `TabletRevoked`, `NotFound`.
    """
    unit = Unit.objects.active().filter(pk=unit_id).first()
    if unit is None:
        raise NotFound
    bearer = inspector_of(by)
    if tablet_id is None:
        device = Device.objects.create(identifier=f"tablet-{uuid7()}", unit=unit, inspector=bearer)
        settle_devices(Device.objects.filter(pk=device.pk))
        return Tablet.objects.create(
            device=device, digest=digest, user=by, session_key=session_key, registered_at=at, seen_at=at
        )
    device = Device.objects.select_for_update(of=("self",)).get(pk=tablet_id)
    if device.is_revoked:
        raise TabletRevoked
    if (device.unit_id, device.inspector_id) != (unit.pk, bearer.pk if bearer else None):
        device.unit, device.inspector, device.is_resting = unit, bearer, False
        device.save(update_fields=["unit", "inspector", "is_resting"])
    settle_devices(Device.objects.filter(pk=device.pk))
    tablet = Tablet.objects.get(pk=tablet_id)
    tablet.user, tablet.session_key, tablet.seen_at = by, session_key, at
    tablet.save(update_fields=["user", "session_key", "seen_at"])
    return tablet
