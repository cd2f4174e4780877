"""Tokens of wall displays: 256 random bits, kept as their SHA-256, as API keys are."""

import secrets
from datetime import datetime
from typing import Final

from apps.accounts.keys import digest_of
from apps.accounts.roles import Role
from apps.map.models import Display

PREFIX: Final = "sd_"


def new_token() -> str:
    """A token that can stand in an address."""
    return f"{PREFIX}{secrets.token_urlsafe(32)}"


def display_of_token(token: str, *, at: datetime) -> Display | None:
    """The display that signs in with a token that is valid; None for any other."""
    alive = Display.objects.filter(digest=digest_of(token), revoked_at=None, expires_at__gt=at)
    return alive.filter(user__is_active=True, user__role=Role.DISPLAY).select_related("user").first()
