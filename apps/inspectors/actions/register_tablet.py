"""A browser becomes a tablet of the field, or changes hands."""

from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import uuid7
from apps.inspectors.models import Device, Tablet, Unit
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
    if tablet_id is None:
        device = Device.objects.create(identifier=f"tablet-{uuid7()}", unit=unit)
        return Tablet.objects.create(
            device=device, digest=digest, user=by, session_key=session_key, registered_at=at, seen_at=at
        )
    device = Device.objects.select_for_update(of=("self",)).get(pk=tablet_id)
    if device.is_revoked:
        raise TabletRevoked
    if device.unit_id != unit.pk:
        device.unit = unit
        device.save(update_fields=["unit"])
    tablet = Tablet.objects.get(pk=tablet_id)
    tablet.user, tablet.session_key, tablet.seen_at = by, session_key, at
    tablet.save(update_fields=["user", "session_key", "seen_at"])
    return tablet
