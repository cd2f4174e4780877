"""The simulator's API client and its key, which is kept in a file that only its owner reads."""

from datetime import datetime
from typing import Final

from django.db import transaction

from apps.accounts.keys import digest_of, new_key
from apps.accounts.models import ApiClient, ApiKey
from apps.accounts.roles import Can
from apps.demo.secret_files import simulator_key_path, write_secret

NAME: Final = "demo simulator"
SCOPES: Final = (
    Can.READ_INCIDENTS,
    Can.WRITE_INCIDENTS,
    Can.READ_UNITS,
    Can.DISPATCH,
    Can.WRITE_POSITIONS,
    Can.READ_CAMERAS,
    Can.WRITE_CAMERAS,
    Can.READ_DETECTIONS,
    Can.WRITE_DETECTIONS,
    Can.READ_SENSORS,
    Can.WRITE_READINGS,
    Can.READ_LIVE,
)


def load_api_key(*, at: datetime) -> bool:
    """Make the client and a key; answers whether a key was made. A key in the file that is still good stays."""
    path = simulator_key_path()
    held = path.read_text().strip() if path.exists() else ""
    with transaction.atomic():
        client, _ = ApiClient.objects.get_or_create(
            name=NAME,
            defaults={"is_national": True, "created_at": at, "scopes": []},
        )
        scopes = [scope.value for scope in SCOPES]
        if client.scopes != scopes:
            # A demo of an earlier version learns what is new.
            client.scopes = scopes
            client.save(update_fields=["scopes"])
        if held and client.keys.filter(digest=digest_of(held), revoked_at=None).exists():
            return False
        client.keys.filter(revoked_at=None).update(revoked_at=at)
        key = new_key()
        ApiKey.objects.create(client=client, prefix=key[:8], digest=digest_of(key), created_at=at)
        write_secret(path, key.encode())
    return True
