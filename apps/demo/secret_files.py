"""Files under var/ that only their owner reads: the demo's passwords and the simulator's key."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.conf import settings

from apps.core.encoding import decode, encode

# Without 0 o 1 l i, which are mistaken for each other.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


def new_password() -> str:
    """79 random bits in groups that a person can type: `k7fm-29xq-hb3d-wtnp`."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def credentials_path() -> Path:
    """Where the passwords of the demo's accounts are."""
    return Path(settings.VAR_DIR) / "demo-credentials.json"


def simulator_key_path() -> Path:
    """Where the simulator's API key is."""
    return Path(settings.VAR_DIR) / "demo-simulator.key"


def read_credentials() -> dict[str, str]:
    """`{"username": "password"}`; empty when there is no file yet."""
    path = credentials_path()
    return dict(decode(path.read_bytes())) if path.exists() else {}


def write_credentials(passwords: Mapping[str, str]) -> None:
    """Replace the file of passwords."""
    write_secret(credentials_path(), encode(dict(sorted(passwords.items()))))


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read; it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
