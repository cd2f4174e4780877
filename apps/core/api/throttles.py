"""How often somebody may ask: counted by the minute in the cache, and not at all while the cache is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from apps.core.clock import now

if TYPE_CHECKING:
    # DRF's settings name this module while rest_framework.views is being imported.
    from rest_framework.views import APIView

WINDOW_S: Final = 60


class CallerThrottle(BaseThrottle):
    """Generous for a person, more so for a key: it stops a loop that ran wild, and no work."""

    seconds: int | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        kind = "person" if request.auth is None else "key"
        self.seconds = seconds_to_wait(kind, request.user.pk)
        return self.seconds is None

    def wait(self) -> float | None:
        return self.seconds


def seconds_to_wait_of_stranger(request: Request) -> int | None:
    """The same for an address that is refused because nobody is signed in there; it is asked with each refusal."""
    return seconds_to_wait("stranger", request.META.get("REMOTE_ADDR", ""))


def seconds_to_wait(kind: str, who: object) -> int | None:
    """Count one more request; None where it is allowed, else the seconds until the next minute."""
    window, passed = divmod(int(now().timestamp()), WINDOW_S)
    key = f"asked:{kind}:{who}:{window}"
    # True: the first in its minute. None: Redis is gone, and whoever asks shall not suffer.
    if cache.add(key, 1, timeout=2 * WINDOW_S) is not False:
        return None
    try:
        asked: int | None = cache.incr(key)
    except ValueError:
        # The cache was emptied between the two.
        return None
    if asked is None or asked <= settings.SAFECITY_REQUESTS_PER_MINUTE[kind]:
        return None
    return WINDOW_S - passed
