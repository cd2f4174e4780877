"""Logins of cameras, sealed with Fernet: the first key of the settings seals, each of them opens."""

from collections.abc import Collection
from dataclasses import dataclass, field

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import QuerySet

from apps.cameras.models import CameraCredential
from apps.core.encoding import decode, encode

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and a password; its text shows neither."""

    username: str = field(repr=False)
    password: str = field(repr=False)


def sealed(credentials: Credentials) -> bytes:
    """As it is kept."""
    return _keys().encrypt(encode([credentials.username, credentials.password]))


def credentials_of(camera_id: int) -> Credentials | None:
    """The camera's login, or None where there is none that the present keys open."""
    return credentials_by_camera([camera_id]).get(camera_id)


def credentials_by_camera(camera_ids: Collection[int]) -> dict[int, Credentials]:
    """The logins of those cameras that have one."""
    rows: QuerySet[CameraCredential] = CameraCredential.objects.filter(camera__in=camera_ids)
    keys = _keys()
    opened = {row.camera_id: _opened(keys, row) for row in rows}
    return {camera_id: login for camera_id, login in opened.items() if login is not None}


def _opened(keys: MultiFernet, row: CameraCredential) -> Credentials | None:
    try:
        username, password = decode(keys.decrypt(bytes(row.sealed)))
    except InvalidToken:
        log.warning("camera_login_has_no_key", camera=row.camera_id)
        return None
    return Credentials(username, password)


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SAFECITY_CREDENTIAL_KEYS])
