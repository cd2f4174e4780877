"""The same question asked by many at once is answered once, and never with an answer begun before it was asked."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Batches(Generic[T]):
    """While one answer is made, those who ask wait together for the next."""

    def __init__(self) -> None:
        self._next: dict[Hashable, asyncio.Task[T]] = {}
        self._running: dict[Hashable, asyncio.Task[T]] = {}

    async def ask(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """The answer of `make()`, which may serve others who asked the same; raises what it raises."""
        task = self._next.get(key)
        if task is None:
            task = self._next[key] = asyncio.create_task(self._make(key, make))
        return await asyncio.shield(task)

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        if (before := self._running.get(key)) is not None:
            await asyncio.wait([before])
        self._running[key] = self._next.pop(key)
        try:
            return await make()
        finally:
            if key in self._running and self._running[key] is asyncio.current_task():
                del self._running[key]
