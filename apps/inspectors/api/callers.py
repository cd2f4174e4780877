"""Keys, and secrets of devices, that the intake of positions has seen: the look-up is saved, never the decision.

The statement that stores positions looks at a key's rights itself (`apps.inspectors.positions.RECORD`). A key that is
withdrawn, or loses a region, is refused with its next row in every process, though nobody tells the process so; so is
a secret that was replaced, and one whose device is revoked.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import Final, Generic, NamedTuple, TypeVar

from django.core.handlers.asgi import ASGIRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.api.permissions import ScopeIsMissing
from apps.accounts.keys import client_of_key
from apps.accounts.knocks import knock
from apps.accounts.roles import Can
from apps.core.api.throttles import seconds_to_wait
from apps.core.asgi import Scope
from apps.core.clock import now
from apps.core.errors import DomainError
from apps.inspectors.device_secrets import secret_of
from apps.live.admission import request_of
from apps.live.reading import call_in

KNOWN_FOR_S: Final = 60.0
KNOWN_AT_MOST: Final = 50_000
_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="intake-keys")


class NoKey(DomainError):
    """Nobody who may be known by a key."""

    code = "not_authenticated"
    status = 401
    message = _("An API key is needed, and this one is missing or not valid.")


class TooOften(DomainError):
    """An address has tried as many wrong keys as a minute holds."""

    code = "throttled"
    status = 429
    message = _("Too many requests. Please wait a moment.")

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__()


class Phone(NamedTuple):
    """A device by its secret: the key that the statement knows it by, and its identifier."""

    key: int
    identifier: str


Found = TypeVar("Found")


class Callers(Generic[Found]):
    """Whom this process has found behind a key or secret, by its digest: the newest ones, for a minute."""

    def __init__(self, look_up: Callable[[ASGIRequest, str], Found]) -> None:
        self._look_up = look_up
        self._known: OrderedDict[bytes, tuple[float, Found]] = OrderedDict()

    async def of(self, scope: Scope, key: str) -> Found:
        """Who it is; raises `NoKey`, `TooOften`, for a key also `ScopeIsMissing`."""
        digest = _digest(key)
        held = self._known.get(digest)
        if held is not None and held[0] > monotonic():
            return held[1]
        found = await call_in(_threads, partial(self._look_up, request_of(scope), key))
        self._known[digest] = (monotonic() + KNOWN_FOR_S, found)
        self._known.move_to_end(digest)
        while len(self._known) > KNOWN_AT_MOST:
            self._known.popitem(last=False)
        return found

    def forget(self, key: str) -> None:
        """The statement says that it is valid no more: look again the next time."""
        self._known.pop(_digest(key), None)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _look_up(request: ASGIRequest, key: str) -> int:
    """The primary key of an API key that may write positions."""
    try:
        client, found = client_of_key(key, at=now())
    except AuthenticationFailed:
        _refused(request)
        raise NoKey from None
    if not client.may(Can.WRITE_POSITIONS):
        raise ScopeIsMissing(values={"scope": Can.WRITE_POSITIONS.value})
    return found.pk


def _look_up_phone(request: ASGIRequest, secret: str) -> Phone:
    found = secret_of(secret)
    if found is None:
        _refused(request)
        raise NoKey
    return Phone(-found.pk, found.device.identifier)


def _refused(request: ASGIRequest) -> None:
    knock(request, at=now(), detail={"status": 401, "code": "key_not_valid"})
    if (seconds := seconds_to_wait("stranger", request.META.get("REMOTE_ADDR", ""))) is not None:
        raise TooOften(seconds)


callers: Final = Callers(_look_up)
phones: Final = Callers(_look_up_phone)
