"""Passes to a camera's stream: for one person, one session and one camera, for two minutes.

A pass is encrypted and signed (Fernet: AES-128-CBC with HMAC-SHA256), since it names the session that it ends
with: nobody who reads the gateway's log learns a session's key from it.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.utils.module_loading import import_string

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.models import Camera
from apps.core.encoding import decode, encode

SALT: Final = b"safecity.cameras.streams"
LONGEST: Final = 1024


class NotAdmitted(Exception):
    """A pass that does not open this stream; `code` says why, to the gateway's log and nobody else."""

    def __init__(self, code: str) -> None:
        self.code: Final = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class StreamPass:
    """What the gateway's bearer holds."""

    token: str
    expires_at: datetime


def issue(
    *, camera_id: int, user: User, session_key: str, at: datetime, address: str | None = None
) -> StreamPass:
    """A pass for this camera; it ends with its time, with the session, and with the right to look.

    `address` is the viewer's: where the settings say so, nobody uses the pass from another one.
    """
    expires_at = at + timedelta(seconds=settings.SAFECITY_STREAM_TOKEN_S)
    held = {
        "c": camera_id, "u": user.pk, "s": session_key, "e": int(expires_at.timestamp()), "a": address or "",
    }  # fmt: skip
    return StreamPass(_keys().encrypt(encode(held)).decode(), expires_at)


def admitted(token: str, *, camera_id: int | None, address: str, at: datetime) -> User:
    """Who looks at this camera with this pass, from this address; raises `NotAdmitted` when the pass is of another
    camera, time or (where the settings say so) address, its session is over, or its bearer may no longer look."""
    held = _opened(token)
    if settings.SAFECITY_STREAM_BINDS_ADDRESS and held["a"] != address:
        raise NotAdmitted("token_of_another_address")
    if held["e"] <= at.timestamp():
        raise NotAdmitted("token_expired")
    if camera_id is None or held["c"] != camera_id:
        raise NotAdmitted("token_of_another_camera")
    user = _user_of_session(held["s"])
    if user is None or user.pk != held["u"]:
        raise NotAdmitted("signed_out")
    if not user.may(Can.VIEW_VIDEO):
        raise NotAdmitted("permission_denied")
    if not Camera.objects.active().in_scope(user.scope).filter(pk=camera_id).exists():
        raise NotAdmitted("out_of_scope")
    return user


def _opened(token: str) -> dict[str, Any]:
    if not token or len(token) > LONGEST:
        raise NotAdmitted("token_missing" if not token else "token_forged")
    try:
        held: dict[str, Any] = decode(_keys().decrypt(token.encode()))
    except InvalidToken:
        raise NotAdmitted("token_forged") from None
    return held


def _user_of_session(key: str) -> User | None:
    request = HttpRequest()
    request.session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(key)
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.blake2b(secret.encode(), digest_size=32, salt=SALT[:16]).digest())
