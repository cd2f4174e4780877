"""API keys: made once, kept as a hash, looked up by it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.models import ApiClient, ApiKey

USE_NOTED_EVERY: Final = timedelta(minutes=5)
PREFIX_LENGTH: Final = 8


def new_key() -> str:
    """A key of 256 random bits, URL-safe."""
    return f"sc_{secrets.token_urlsafe(32)}"


def digest_of(key: str) -> str:
    """SHA-256 in hex; a key has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def client_of_key(key: str, *, at: datetime) -> tuple[ApiClient, ApiKey]:
    """The client of a valid key, and the key; raises `AuthenticationFailed` for any other."""
    alive = Q(expires_at=None) | Q(expires_at__gt=at)
    found = (
        ApiKey.objects.select_related("client")
        .filter(alive, digest=digest_of(key), revoked_at=None, client__is_active=True)
        .first()
    )
    if found is None:
        raise AuthenticationFailed(_("This API key is not valid."))
    if found.last_used_at is None or at - found.last_used_at > USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=at)
    return found.client, found
