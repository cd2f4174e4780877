"""A new key of an API client."""

from datetime import datetime

from apps.accounts.keys import PREFIX_LENGTH, digest_of, new_key
from apps.accounts.models import ApiClient, ApiKey


def issue_key(*, client: ApiClient, at: datetime, expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    """The row and the key itself, which is kept nowhere: show it once."""
    key = new_key()
    row = ApiKey.objects.create(
        client=client,
        prefix=key[:PREFIX_LENGTH],
        digest=digest_of(key),
        created_at=at,
        expires_at=expires_at,
    )
    return row, key
