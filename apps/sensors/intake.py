"""Batches that come in at once share a transaction: while one is committed, the next ones gather."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

import structlog
from django.db.utils import OperationalError
from django.utils.translation import gettext_lazy as _
from psycopg import errors

from apps.core.clock import now
from apps.core.errors import DomainError
from apps.live.reading import call_in
from apps.sensors.actions import store_batches
from apps.sensors.given import Accepted, Rows

log = structlog.get_logger(__name__)

# Rows of one transaction; what waits beyond is taken by the next one.
AT_ONCE: Final = 20_000
# Rows that wait in this process: more are refused before they fill its memory, and the sender keeps them.
WAITING: Final = 100_000
TRIES: Final = 3
_threads: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readings-store")


class TooBusy(DomainError):
    """More readings wait than can be stored soon."""

    code = "too_busy"
    status = 503
    message = _("The portal cannot store more readings just now. Please send them again in a moment.")


Waiter = tuple[Rows, "asyncio.Future[Accepted]"]
Outcome = Accepted | Exception


@dataclass(slots=True)
class Gatherer:
    """What waits in one event loop, and the task that stores it."""

    waiting: list[Waiter] = field(default_factory=list)
    rows: int = 0
    task: asyncio.Task[None] | None = None

    def ask_for_room(self) -> None:
        """Raises `TooBusy` when as much waits as may."""
        if self.rows >= WAITING:
            raise TooBusy

    async def store(self, rows: Rows) -> Accepted:
        """The outcome of a batch once it is committed; raises `TooBusy`, or what the database raises."""
        self.ask_for_room()
        future: asyncio.Future[Accepted] = asyncio.get_running_loop().create_future()
        self.waiting.append((rows, future))
        self.rows += len(rows)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        while self.waiting:
            group = self._next_group()
            try:
                outcomes = await call_in(_threads, partial(stored, [rows for rows, _future in group]))
            finally:
                self.rows -= sum(len(rows) for rows, _future in group)
            for (_rows, future), outcome in zip(group, outcomes, strict=True):
                _settle(future, outcome)

    def _next_group(self) -> list[Waiter]:
        """The oldest that fit in one transaction; one that is larger goes alone."""
        count, rows = 0, 0
        for batch, _future in self.waiting:
            rows += len(batch)
            if count and rows > AT_ONCE:
                break
            count += 1
        group, self.waiting = self.waiting[:count], self.waiting[count:]
        return group


def _settle(future: "asyncio.Future[Accepted]", outcome: Outcome) -> None:
    if future.done():  # whoever waited has gone; the rows are stored all the same
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def stored(batches: Sequence[Rows]) -> list[Outcome]:
    """Store a group; where that fails, each alone, so that none suffers from another."""
    try:
        return list(_patiently(batches))
    except Exception as error:  # noqa: BLE001  # each batch gets its own, and whoever sent it is told
        if len(batches) == 1:
            log.warning("readings_not_stored", error=str(error), rows=len(batches[0]))
            return [error]
    return [outcome for rows in batches for outcome in stored([rows])]


def _patiently(batches: Sequence[Rows]) -> list[Accepted]:
    """Again, where two processes that write to the same sensors waited for each other."""
    for left in reversed(range(TRIES)):
        try:
            return store_batches(batches=batches, at=now())
        except OperationalError as error:
            if left == 0 or not isinstance(error.__cause__, errors.DeadlockDetected):
                raise
    raise AssertionError("the last try returns or raises")


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Gatherer] = WeakKeyDictionary()


def gatherer() -> Gatherer:
    """That of the running loop."""
    return _of_loop.setdefault(asyncio.get_running_loop(), Gatherer())
