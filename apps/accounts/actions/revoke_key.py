"""The end of a key."""

from datetime import datetime

from django.db import transaction

from apps.accounts.models import ApiKey


@transaction.atomic
def revoke_key(*, key_id: int, at: datetime) -> ApiKey:
    """The key is refused from now on; a key that is revoked already keeps its first moment."""
    key = ApiKey.objects.select_for_update().get(pk=key_id)
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
    return key
