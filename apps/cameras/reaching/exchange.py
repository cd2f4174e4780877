"""Asking, being asked who one is, and asking again: the same for HTTP and RTSP."""

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from apps.cameras.reaching.answers import Answer, NotReached, Why
from apps.cameras.reaching.authentication import Challenge, Login, answer_to, best_of, challenges_in

UNAUTHORIZED: Final = 401
# The first request, one with an answer to its challenge, and one more when the nonce had grown too old.
ATTEMPTS: Final = 3
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the server, and how it wants to be answered."""

    answer: Answer
    challenges: Sequence[str] = ()


# Sends the request with this `Authorization`, or without one.
Send = Callable[[str | None], Awaitable[Said]]


async def exchange(send: Send, *, login: Login | None, method: str, uri: str) -> Answer:
    """The answer to a request, authenticated where the server asks for it; raises `NotReached`."""
    authorization: str | None = None
    for _ in range(ATTEMPTS):
        said = await send(authorization)
        if said.answer.status != UNAUTHORIZED:
            return _unless_redirected(said.answer)
        challenge = best_of(challenges_in(said.challenges))
        if login is None or challenge is None or (authorization is not None and not challenge.is_stale):
            break
        authorization = _authorization(challenge, login, method, uri)
    raise NotReached(Why.AUTHENTICATION)


def _authorization(challenge: Challenge, login: Login, method: str, uri: str) -> str:
    value = answer_to(challenge, login, method=method, uri=uri, cnonce=secrets.token_hex(8))
    if _CONTROL.search(value):
        raise NotReached(Why.AUTHENTICATION)
    return value


def _unless_redirected(answer: Answer) -> Answer:
    if 300 <= answer.status < 400:
        raise NotReached(Why.REDIRECT)
    return answer
