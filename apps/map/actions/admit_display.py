"""A wall display signs in."""

from datetime import datetime

from django.contrib.auth import login
from django.http import HttpRequest

from apps.accounts.knocks import knock
from apps.map.models import Display
from apps.map.refusals import TokenNotValid
from apps.map.tokens import display_of_token

BACKEND = "django.contrib.auth.backends.ModelBackend"


def admit_display(*, request: HttpRequest, token: str, at: datetime) -> Display:
    """Begin the session of the token's display, which ends with the token. Raises `TokenNotValid`, told to the trail."""
    display = display_of_token(token, at=at)
    if display is None or display.expires_at is None:
        knock(request, at=at, detail={"status": 403, "code": TokenNotValid.code})
        raise TokenNotValid
    login(request, display.user, backend=BACKEND)
    request.session.set_expiry(display.expires_at)
    Display.objects.filter(pk=display.pk).update(last_used_at=at)
    return display
