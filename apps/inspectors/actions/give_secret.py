"""A phone gets a secret of its own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.keys import digest_of
from apps.accounts.models import User
from apps.core.errors import Conflict, NotFound
from apps.inspectors.device_secrets import new_secret
from apps.inspectors.models import Device, DeviceSecret


class DeviceIsRevoked(Conflict):
    """A lost phone is not set up again."""

    code = "device_revoked"
    message = _("This device is revoked.")


@transaction.atomic
def give_secret(*, device_id: int, by: User | None, at: datetime) -> str:
    """The secret that the device signs in with from now on; an older one ends. It is told here and never again.

    Raises `NotFound`, `DeviceIsRevoked`.
    """
    device = Device.objects.select_for_update(of=("self",)).filter(pk=device_id).first()
    if device is None:
        raise NotFound
    if device.is_revoked:
        raise DeviceIsRevoked
    DeviceSecret.objects.filter(device=device).delete()
    secret = new_secret()
    DeviceSecret.objects.create(device=device, digest=digest_of(secret), made_at=at, made_by=by)
    return secret
