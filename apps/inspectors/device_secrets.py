"""Secrets of devices: made once, shown once, kept as a hash, looked up by it."""

import secrets
from typing import Final

from apps.accounts.keys import digest_of
from apps.inspectors.models import DeviceSecret

PREFIX: Final = "sd_"


def new_secret() -> str:
    """256 random bits, URL-safe; its beginning tells it from an API key."""
    return f"{PREFIX}{secrets.token_urlsafe(32)}"


def is_secret(password: str) -> bool:
    """Is it a device's secret, and no API key?"""
    return password.startswith(PREFIX)


def secret_of(password: str) -> DeviceSecret | None:
    """The row of a secret that holds; whether its device is revoked says the statement that stores positions."""
    return DeviceSecret.objects.select_related("device").filter(digest=digest_of(password)).first()
