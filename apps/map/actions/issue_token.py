"""The token by which a wall display signs in: issued anew, or revoked. Either ends all its sessions at once."""

from datetime import datetime

from django.db import transaction

from apps.accounts.keys import PREFIX_LENGTH, digest_of
from apps.map.models import Display
from apps.map.tokens import new_token


@transaction.atomic
def issue_token(*, display: Display, at: datetime, expires_at: datetime) -> tuple[Display, str]:
    """The display and its new token, which is kept nowhere: show it once. The one before it is worth nothing."""
    row = Display.objects.select_for_update(of=("self",)).select_related("user").get(pk=display.pk)
    token = new_token()
    row.prefix, row.digest = token[:PREFIX_LENGTH], digest_of(token)
    row.issued_at, row.expires_at, row.revoked_at = at, expires_at, None
    row.save()
    _end_sessions(row)
    return row, token


@transaction.atomic
def revoke_token(*, display_id: int, at: datetime) -> Display:
    """The display is shut out from now on; one that is revoked already keeps its first moment."""
    row = Display.objects.select_for_update(of=("self",)).select_related("user").get(pk=display_id)
    if row.revoked_at is None:
        row.digest, row.expires_at, row.revoked_at = None, None, at
        row.save()
        _end_sessions(row)
    return row


def _end_sessions(display: Display) -> None:
    """Every session rests on the password's hash: another unusable one ends them, and closes the sockets."""
    display.user.set_unusable_password()
    display.user.save(update_fields=["password"])
