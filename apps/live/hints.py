"""The hub's ear: one subscription to everything that this database's processes publish."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import redis.asyncio as redis
import structlog
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from apps.live.publish import channel

log = structlog.get_logger(__name__)
RETRY_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Hint:
    """A message of Redis: what kind, of which region."""

    kind: str
    region: str
    body: bytes


async def hints(hear: Callable[[Hint], None], begun: Callable[[], None]) -> None:
    """Call `hear` for each message, for ever; without Redis, try again each second.

    `begun` is called whenever listening begins: what was said before it was not heard.
    """
    was_up = True
    while True:
        try:
            await _listen(hear, begun)
        except (RedisError, OSError) as error:
            if was_up:
                log.warning("hints_not_heard", error=str(error))
            was_up = False
        else:
            was_up = True
        await asyncio.sleep(RETRY_S)


async def _listen(hear: Callable[[Hint], None], begun: Callable[[], None]) -> None:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=RETRY_S,
        socket_timeout=None,
        retry=Retry(NoBackoff(), 0),
    )
    prefix = channel("")
    try:
        async with client.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.psubscribe(f"{prefix}*")
            begun()
            async for message in subscription.listen():
                _pass_on(hear, message["channel"].decode()[len(prefix) :], message["data"])
    finally:
        await client.aclose()


def _pass_on(hear: Callable[[Hint], None], name: str, body: bytes) -> None:
    kind, _, region = name.partition(".")
    try:
        hear(Hint(kind, region, body))
    except ValueError as error:
        log.warning("hint_not_understood", channel=name, error=str(error))
    except Exception:
        # The database has what this hint told of; the hub must go on listening.
        log.exception("hint_not_forwarded", channel=name)
