"""Positions that come in at once share a statement: they gather for some milliseconds, and are answered when stored.

One for each event loop; connections of its own, outside of Django's, so that no thread waits in this path.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

import psycopg
import structlog
from django.db import Error as DatabaseError
from django.db import connection
from django.utils.translation import gettext_lazy as _
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from apps.core.clock import now
from apps.core.errors import DomainError
from apps.core.packing import take_packed
from apps.inspectors.intake_figures import FAILED, KIND, TAKING, TURNED_AWAY, IntakeFigures
from apps.inspectors.positions import RECORD, Fate, Keyed, fates_of, parameters
from apps.live import processes
from apps.live.reading import in_thread

log = structlog.get_logger(__name__)

# What comes within so long of the first shares its statement.
GATHER_S: Final = 0.004
# Rows of one statement, and statements at a time: while one is committed the next is built.
AT_ONCE: Final = 2_000
FLUSHES: Final = 2
# Rows that wait in this process: more are refused before they fill its memory, and whoever sends keeps them.
WAITING: Final = 40_000
# A statement that waits longer than this is given up, and its senders told to come again.
WITHIN_S: Final = 15.0
TRIES: Final = 3
REPORT_EVERY_S: Final = processes.EVERY_S


class TooBusy(DomainError):
    """More positions wait than can be stored soon, or the server is going down."""

    code = "too_busy"
    status = 503
    message = _("The portal cannot store more positions just now. Please send them again in a moment.")


class OutOfOrder(DomainError):
    """The database does not answer."""

    code = "unavailable"
    status = 503
    message = _("The portal cannot answer just now. Please try again.")


# What another process's transaction or a lost connection spoils goes through when it is tried again.
PASSING: Final = (
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
    psycopg.InterfaceError,
    psycopg.OperationalError,
)
# What no other try and no smaller set of rows would change.
AWAY: Final = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, TimeoutError, OSError)

# What Django adds to a connection's parameters for its own cursors.
OF_DJANGO: Final = frozenset({"context", "cursor_factory", "server_side_binding"})

Store = Callable[[Sequence[Keyed]], Awaitable[list[Fate]]]


@dataclass(slots=True, eq=False)
class Sent:
    """The rows of one request, and where their fates are awaited."""

    rows: Sequence[Keyed]
    told: "asyncio.Future[list[Fate]]"

    def settle(self, fates: list[Fate]) -> None:
        """Whoever waited may have gone; what he sent is stored all the same."""
        if not self.told.done():
            self.told.set_result(fates)

    def fail(self, error: Exception) -> None:
        if not self.told.done():
            self.told.set_exception(error)


@dataclass(slots=True)
class Gatherer:
    """What waits in one event loop, and the statements that are under way."""

    store_rows: Store
    waiting: deque[Sent] = field(default_factory=deque)
    rows: int = 0
    flushes: set["asyncio.Task[None]"] = field(default_factory=set)
    timer: asyncio.TimerHandle | None = None
    is_closing: bool = False
    figures: IntakeFigures = field(default_factory=IntakeFigures)

    @property
    def counts(self) -> Counter[str]:
        """What became of positions, and of requests that were refused before."""
        return self.figures.counts

    def ask_for_room(self, rows: int = 1) -> None:
        """Raises `TooBusy` when as much waits as may; one large request is taken when nothing else waits."""
        if self.is_closing or (self.rows and self.rows + rows > WAITING):
            self.figures.trouble(TURNED_AWAY)
            raise TooBusy

    async def store(self, rows: Sequence[Keyed]) -> list[Fate]:
        """What became of each row, once it is committed; raises `TooBusy` or `OutOfOrder`."""
        if not rows:
            return []
        self.ask_for_room(len(rows))
        sent = Sent(rows, asyncio.get_running_loop().create_future())
        self.waiting.append(sent)
        self.rows += len(rows)
        self._wake()
        return await sent.told

    def _wake(self) -> None:
        if len(self.flushes) >= FLUSHES:
            return
        if self.rows >= AT_ONCE or self.is_closing:
            self._begin()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(GATHER_S, self._begin)

    def _begin(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        if not self.waiting or len(self.flushes) >= FLUSHES:
            return
        task = asyncio.create_task(self._flush(self._next_group()))
        self.flushes.add(task)
        task.add_done_callback(self._flushed)

    def _flushed(self, task: "asyncio.Task[None]") -> None:
        self.flushes.discard(task)
        if self.waiting:
            self._wake()

    def _next_group(self) -> list[Sent]:
        """The oldest that fit in one statement; one that is larger goes alone."""
        group: list[Sent] = []
        rows = 0
        while self.waiting and (not group or rows + len(self.waiting[0].rows) <= AT_ONCE):
            sent = self.waiting.popleft()
            group.append(sent)
            rows += len(sent.rows)
        return group

    async def _flush(self, group: list[Sent]) -> None:
        rows = [row for sent in group for row in sent.rows]
        began = time.monotonic()
        try:
            fates = await self._patiently(rows)
        except Exception as error:  # noqa: BLE001  # each of those who wait is told
            log.warning("positions_not_stored", error=str(error), rows=len(rows))
            self.figures.trouble(FAILED, len(rows))
            for sent in group:
                sent.fail(OutOfOrder() if isinstance(error, AWAY) else error)
            return
        finally:
            self.rows -= len(rows)
        self.figures.commit(fates, seconds=time.monotonic() - began, at=now())
        start = 0
        for sent in group:
            sent.settle(fates[start : start + len(sent.rows)])
            start += len(sent.rows)

    async def _patiently(self, rows: Sequence[Keyed]) -> list[Fate]:
        """Again, where another process or a lost connection was in the way; else smaller, until the bad row is alone."""
        for left in reversed(range(TRIES)):
            try:
                return await self.store_rows(rows)
            except PoolTimeout:
                raise
            except PASSING:
                if not left:
                    raise
            except psycopg.Error as error:
                return await self._halves(rows, error)
        raise AssertionError("the last try returns or raises")

    async def _halves(self, rows: Sequence[Keyed], error: psycopg.Error) -> list[Fate]:
        """A row that the database refuses must not take the others with it."""
        if len(rows) == 1:
            log.warning("position_refused", error=str(error), device=rows[0][1].device)
            return [Fate.REFUSED]
        middle = len(rows) // 2
        return await self._patiently(rows[:middle]) + await self._patiently(rows[middle:])

    async def drain(self) -> None:
        """Take nothing more; store what waits."""
        self.is_closing = True
        while self.waiting or self.flushes:
            self._begin()
            await asyncio.gather(*self.flushes, return_exceptions=True)


@dataclass(slots=True)
class Desk:
    """The gatherer of an event loop, with its connections."""

    pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]]
    gatherer: Gatherer = field(init=False)
    reporting: "asyncio.Task[None] | None" = None

    def __post_init__(self) -> None:
        self.gatherer = Gatherer(self._store)

    def begin(self) -> None:
        """Tell admins regularly what this process takes; from the running loop."""
        self.reporting = asyncio.create_task(self._report_regularly())

    async def _report_regularly(self) -> None:
        while True:
            await self._report()
            await asyncio.sleep(REPORT_EVERY_S)

    async def _report(self) -> None:
        """Without the database nobody is told, and the row grows old: then this process counts as silent."""
        told = self.gatherer.figures.told(waiting=self.gatherer.rows)
        try:
            await in_thread(
                processes.report, KIND, holder=processes.holder_of_this(), state=TAKING, figures=told
            )
        except DatabaseError as error:
            log.warning("positions_not_reported", error=type(error).__name__)

    async def _report_end(self) -> None:
        if self.reporting is None:
            return
        self.reporting.cancel()
        await asyncio.gather(self.reporting, return_exceptions=True)
        await self._report()
        try:
            await in_thread(processes.end, KIND, holder=processes.holder_of_this())
        except DatabaseError as error:
            log.warning("positions_end_not_reported", error=type(error).__name__)

    async def _store(self, rows: Sequence[Keyed]) -> list[Fate]:
        async with asyncio.timeout(WITHIN_S):
            await self.pool.open()
            async with self.pool.connection() as opened, opened.cursor() as cursor:
                await cursor.execute(RECORD, parameters(rows, at=now()))
                row = await cursor.fetchone()
                return fates_of(row[0] if row else None)

    async def close(self) -> None:
        """Store what waits, then let go of the connections."""
        await self.gatherer.drain()
        await self._report_end()
        await self.pool.close()


async def _prepared(opened: psycopg.AsyncConnection[Any]) -> None:
    take_packed(opened.adapters)


def _pool() -> AsyncConnectionPool[psycopg.AsyncConnection[Any]]:
    """Connections as Django makes them, each statement a transaction; opened with the first position."""
    given = connection.get_connection_params()
    kept = {name: value for name, value in given.items() if name not in OF_DJANGO}
    return AsyncConnectionPool(
        kwargs={**kept, "autocommit": True},
        min_size=1,
        max_size=FLUSHES,
        timeout=WITHIN_S / 3,
        max_idle=60,
        open=False,
        configure=_prepared,
        name="positions",
    )


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()


def gatherer() -> Gatherer:
    """That of the running loop."""
    loop = asyncio.get_running_loop()
    desk = _of_loop.get(loop)
    if desk is None:
        desk = _of_loop[loop] = Desk(_pool())
        desk.begin()
    return desk.gatherer


async def close_intake() -> None:
    """The server stops: nothing that was taken is lost."""
    desk = _of_loop.pop(asyncio.get_running_loop(), None)
    if desk is not None:
        await desk.close()
