"""Which tablet a request comes from: the secret of its cookie, and what the tablet must be."""

import hashlib
import secrets
from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict, DomainError
from apps.inspectors.models import Tablet

COOKIE: Final = "safecity_tablet"
COOKIE_AGE_S: Final = 3 * 365 * 24 * 3600
SECRET_BYTES: Final = 32


class TabletRevoked(DomainError):
    """A lost tablet: whoever holds it gets nothing and leaves nothing."""

    code = "tablet_revoked"
    status = 410
    message = _("This tablet was revoked. Return it to your unit.")


class TabletUnknown(Conflict):
    """The session has not said yet on which tablet it runs."""

    code = "tablet_unknown"
    message = _("Register this tablet first.")


def new_secret() -> str:
    """256 random bits for a tablet's cookie."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """What is kept of a secret: as with API keys no slow hash is needed for random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tablet_of(request: HttpRequest) -> Tablet | None:
    """The tablet whose cookie came with a request; None for a browser that is none yet."""
    secret = request.COOKIES.get(COOKIE, "")
    if not secret or len(secret) > 2 * SECRET_BYTES:
        return None
    return Tablet.objects.select_related("device__unit").filter(digest=digest_of(secret)).first()


def present_tablet(request: HttpRequest) -> Tablet:
    """The tablet of this very session; raises `TabletRevoked`, ending the session, and `TabletUnknown`."""
    found = tablet_of(request)
    if found is not None and found.device.is_revoked:
        request.session.flush()
        raise TabletRevoked
    if found is None or not _is_of(found, request.session):
        raise TabletUnknown
    return found


def _is_of(tablet: Tablet, session: SessionBase) -> bool:
    return bool(session.session_key) and tablet.session_key == session.session_key
