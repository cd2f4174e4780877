"""A tablet or tracker is lost."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.inspectors.models import Device, Tablet


@transaction.atomic
def revoke_device(*, device_id: int, by: User | None, at: datetime, reason: str = "") -> Device:
    """From now on its positions are refused, its session is over and its socket closes. Again ends what is left.

    What its page had kept is answered 410 when it comes back. Raises `NotFound`.
    """
    device = Device.objects.select_for_update(of=("self",)).filter(pk=device_id).first()
    if device is None:
        raise NotFound
    if not device.is_revoked:
        device.is_revoked = True
        device.save(update_fields=["is_revoked"])
    tablet = Tablet.objects.filter(pk=device.pk).first()
    if tablet is not None:
        # One by one: the sockets are told of each session that ends.
        for session in Session.objects.filter(session_key=tablet.session_key or None):
            session.delete()
        _note(tablet, by, at, reason)
    return device


def _note(tablet: Tablet, by: User | None, at: datetime, reason: str) -> None:
    tablet.session_key = ""
    if tablet.revoked_at is None:
        tablet.revoked_at, tablet.revoked_by, tablet.revoke_reason = at, by, reason.strip()
    tablet.save(update_fields=["session_key", "revoked_at", "revoked_by", "revoke_reason"])
