"""Asks cameras for their pictures: one question for all who look at the same camera, and not too many at a time."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.core.cache import cache

from apps.cameras.snapshots.asking import Target, ask
from apps.cameras.snapshots.pictures import Picture
from apps.cameras.snapshots.refusals import TooManyPictures
from apps.cameras.snapshots.ways import Ways
from apps.core.errors import DomainError

# So long a picture, or why there is none, serves whoever looks.
KEPT_S: Final = 3.0
AT_ONCE: Final = 48
# Of those that wait for their turn; one more would wait in vain.
MOST: Final = 4 * AT_ONCE
TURN_WITHIN_S: Final = 5.0
KEPT_BYTES: Final = 64 * 1024 * 1024

Outcome = Picture | DomainError


def kept_picture(camera_id: int) -> Picture | None:
    """The picture that any process has fetched within the last seconds."""
    found: Picture | None = cache.get(_key(camera_id))
    return found


async def picture_of(target: Target) -> Picture:
    """The camera's picture, a few seconds old at most; raises a `NoPicture`, or `TooManyPictures`."""
    desk = _desks.setdefault(asyncio.get_running_loop(), Desk())
    outcome = await desk.outcome(target)
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


async def close_desk() -> None:
    """Close what this event loop's desk holds open."""
    if (desk := _desks.pop(asyncio.get_running_loop(), None)) is not None:
        await desk.close()


@dataclass(eq=False, slots=True)
class _Flight:
    """One question to one camera, and for a few seconds its outcome."""

    task: asyncio.Task[Outcome]
    size: int = 0


class Desk:
    """Of one event loop."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._flights: dict[Target, _Flight] = {}
        self._ways = Ways()

    async def close(self) -> None:
        """Nobody asks any more."""
        self._flights.clear()
        await self._ways.close()

    async def outcome(self, target: Target) -> Outcome:
        """What came of asking; whoever leaves takes nothing from others who wait for the same."""
        flight = self._flights.get(target)
        if flight is None:
            if sum(not known.task.done() for known in self._flights.values()) >= MOST:
                return TooManyPictures()
            flight = self._flights[target] = _Flight(asyncio.create_task(self._ask(target)))
            flight.task.add_done_callback(partial(self._landed, target, flight))
        return await asyncio.shield(flight.task)

    async def _ask(self, target: Target) -> Outcome:
        try:
            async with asyncio.timeout(TURN_WITHIN_S):
                await self._turns.acquire()
        except TimeoutError:
            return TooManyPictures()
        try:
            async with self._ways.out(target.networks) as reach:
                picture = await ask(reach, target)
        except DomainError as refusal:
            return refusal
        finally:
            self._turns.release()
        await asyncio.to_thread(cache.set, _key(target.camera_id), picture, KEPT_S)
        return picture

    def _landed(self, target: Target, flight: _Flight, task: asyncio.Task[Outcome]) -> None:
        if task.cancelled() or task.exception() is not None:
            self._forget(target, flight)
            return
        outcome = task.result()
        flight.size = len(outcome.body) if isinstance(outcome, Picture) else 0
        asyncio.get_running_loop().call_later(KEPT_S, self._forget, target, flight)
        self._make_room()

    def _make_room(self) -> None:
        """Forget the oldest outcomes while all together are too large."""
        done = [(target, known) for target, known in self._flights.items() if known.task.done()]
        size = sum(known.size for _, known in done)
        for target, known in done:
            if size <= KEPT_BYTES:
                return
            size -= known.size
            self._forget(target, known)

    def _forget(self, target: Target, flight: _Flight) -> None:
        if self._flights.get(target) is flight:
            del self._flights[target]


_desks: WeakKeyDictionary[Any, Desk] = WeakKeyDictionary()


def _key(camera_id: int) -> str:
    return f"camera-picture:{camera_id}"
