"""Ways out to cameras that stay open for a while: to open one costs more than a picture."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from apps.cameras.reaching import Reach, reaching

# What the settings and the names of our own servers mean is found out anew after so long.
LASTS_S: Final = 30.0


@dataclass(eq=False, slots=True)
class _Way:
    stack: AsyncExitStack
    opened: asyncio.Task[Reach]
    opened_at: float = field(default_factory=time.monotonic)
    users: int = 0


class Ways:
    """One way for each set of networks, shared; an old one is closed when the last who uses it has done."""

    def __init__(self) -> None:
        self._ways: dict[tuple[str, ...], _Way] = {}

    @asynccontextmanager
    async def out(self, networks: tuple[str, ...]) -> AsyncIterator[Reach]:
        """A way out to these networks."""
        way = await self._way(networks)
        way.users += 1
        try:
            yield await asyncio.shield(way.opened)
        finally:
            way.users -= 1
            if self._ways.get(networks) is not way:
                await self._close_if_free(way)

    async def close(self) -> None:
        """Close all that nobody uses; the others close after their last user."""
        ways, self._ways = list(self._ways.values()), {}
        for way in ways:
            await self._close_if_free(way)

    async def _way(self, networks: tuple[str, ...]) -> _Way:
        way = self._ways.get(networks)
        if way is not None and time.monotonic() - way.opened_at < LASTS_S and not _has_failed(way):
            return way
        stack = AsyncExitStack()
        opened = asyncio.create_task(stack.enter_async_context(reaching(networks)))
        self._ways[networks] = fresh = _Way(stack, opened)
        if way is not None:
            await self._close_if_free(way)
        return fresh

    @staticmethod
    async def _close_if_free(way: _Way) -> None:
        if way.users == 0:
            await asyncio.wait([way.opened])
            await way.stack.aclose()


def _has_failed(way: _Way) -> bool:
    return way.opened.done() and (way.opened.cancelled() or way.opened.exception() is not None)
