"""Listens at the broker for as long as it may: one of many processes, in batches, whatever goes away and comes back."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import structlog
from aiomqtt import Client, Message, MqttCodeError, MqttError
from django.db import Error as DatabaseError
from django.db import close_old_connections, connections

from apps.core.clock import now
from apps.interchange.facts import Heard, Protocol
from apps.interchange.mqtt.broker import Broker, acknowledge, inbox_of, is_refusal
from apps.interchange.mqtt.figures import KIND, Figures, State
from apps.interchange.mqtt.inbox import Inbox
from apps.interchange.mqtt.protocols import filters_of
from apps.interchange.mqtt.repeats import Repeats
from apps.interchange.mqtt.storing import PASSING, take_in
from apps.interchange.mqtt.tally import Tally
from apps.live import processes
from apps.live.leases import give_back, hold

log = structlog.get_logger(__name__)

T = TypeVar("T")

LEASE: Final = "mqtt"
LEASE_S: Final = 10.0
RENEW_S: Final = 2.0
BATCH: Final = 500
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 30.0
# a connection that breaks sooner makes the next pause longer still: a broker may accept and drop at once
STEADY_AFTER_S: Final = 30.0
TALLY_EVERY_S: Final = 60.0
REPORT_EVERY_S: Final = processes.EVERY_S
AT_LEAST_ONCE: Final = 1


class Refused(MqttError):
    """The broker lets the portal listen to none of a topic."""


@dataclass(slots=True)
class Listener:
    """One of any number of listeners of a name; the holder of the lease is connected.

    Messages are acknowledged after the commit of what they say. A listener that ends, or loses the broker, the
    database or the lease, leaves unacknowledged what is not stored, and the broker sends it again.
    """

    broker: Broker
    identifier: str
    protocols: Sequence[Protocol]
    holder: str
    tally: Tally = field(default_factory=Tally)
    repeats: Repeats = field(default_factory=Repeats)
    figures: Figures = field(init=False)
    inbox: Inbox | None = None
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "mqtt-storing"))
    lease_thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "mqtt-lease"))

    def __post_init__(self) -> None:
        self.figures = Figures(str(self.broker))

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until `stop` is set; then what has come is stored, and another listener may go on at once."""
        reporting = asyncio.create_task(self._report_regularly())
        try:
            while not stop.is_set():
                async with self._leading(stop) as leave:
                    if not leave.is_set():
                        await self._connected(leave)
        finally:
            self.tally.tell()
            reporting.cancel()
            await self._in(self.lease_thread, self._report_end)
            for threads in (self.threads, self.lease_thread):
                await self._in(threads, connections.close_all)
                threads.shutdown()

    @asynccontextmanager
    async def _leading(self, stop: asyncio.Event) -> AsyncIterator[asyncio.Event]:
        """Wait for the lease and keep it; the event is set when it is lost, or `stop` is."""
        leave = asyncio.Event()
        while not stop.is_set() and not await self._hold():
            await _pause(RENEW_S, stop)
        if stop.is_set():
            leave.set()
        log.info("mqtt_leads", holder=self.holder)
        keeping = asyncio.create_task(self._keep(stop, leave))
        try:
            yield leave
        finally:
            leave.set()
            await keeping
            await self._in(self.lease_thread, self._give_back)

    async def _keep(self, stop: asyncio.Event, leave: asyncio.Event) -> None:
        """Renew the lease until the work is left; leave it when the lease is gone."""
        held_until = time.monotonic() + LEASE_S
        while not leave.is_set():
            if await _either(stop, leave, within_s=RENEW_S):
                leave.set()
            elif await self._hold():
                held_until = time.monotonic() + LEASE_S
            elif time.monotonic() >= held_until - RENEW_S:
                log.warning("mqtt_lease_lost", holder=self.holder)
                leave.set()

    async def _hold(self) -> bool:
        try:
            return await self._in(
                self.lease_thread, lambda: hold(self._lease, holder=self.holder, for_s=LEASE_S)
            )
        except DatabaseError as error:
            log.warning("mqtt_lease_not_renewed", error=type(error).__name__)
            return False

    @property
    def _lease(self) -> str:
        return f"{LEASE}:{self.identifier}"[:60]

    def _give_back(self) -> None:
        try:
            give_back(self._lease, holder=self.holder)
        except DatabaseError as error:
            log.warning("mqtt_lease_not_given_back", error=type(error).__name__)

    async def _connected(self, leave: asyncio.Event) -> None:
        """Connect again and again until the work is left; the pauses grow until a connection stays for a while."""
        pause_s = FIRST_PAUSE_S
        while not leave.is_set():
            self.figures.part(State.CONNECTING)
            client = self.broker.client(self.identifier)
            began = time.monotonic()
            try:
                await self._once(client, leave)
            except (MqttError, OSError) as error:
                if time.monotonic() - began >= STEADY_AFTER_S:
                    pause_s = FIRST_PAUSE_S
                self._tell_of(error, pause_s)
                await self._drain(client)
                await _pause(pause_s, leave)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        self.figures.part(State.WAITING)

    async def _once(self, client: Client, leave: asyncio.Event) -> None:
        self.inbox = inbox_of(client)
        try:
            async with client:
                self.repeats.begin()
                await self._subscribe(client)
                log.info("mqtt_listens", broker=str(self.broker))
                self.figures.connect()
                await self._listen(client, leave)
        finally:
            self.figures.dropped += self.inbox.dropped
            self.inbox = None

    def _tell_of(self, error: Exception, pause_s: float) -> None:
        is_refused = isinstance(error, Refused) or (isinstance(error, MqttCodeError) and is_refusal(error.rc))
        self.figures.part(State.REFUSED if is_refused else State.AWAY)
        event = "mqtt_broker_refuses" if is_refused else "mqtt_broker_away"
        log.warning(event, broker=str(self.broker), error=str(error), pause_s=pause_s)

    async def _subscribe(self, client: Client) -> None:
        wanted = filters_of(self.protocols)
        answers = await client.subscribe([(one, AT_LEAST_ONCE) for one in wanted])
        refused = [
            one for one, code in zip(wanted, answers, strict=True) if getattr(code, "is_failure", False)
        ]
        for one in refused:
            log.error("mqtt_topic_refused", topic=one, broker=str(self.broker))
        if len(refused) == len(wanted):
            raise Refused("no topic is allowed")

    async def _listen(self, client: Client, leave: asyncio.Event) -> None:
        """Store batch after batch; when it is time to leave, what has come by then too."""
        left = asyncio.create_task(leave.wait())
        tell_at = time.monotonic() + TALLY_EVERY_S
        try:
            while not leave.is_set():
                first = asyncio.ensure_future(anext(client.messages))
                await asyncio.wait({first, left}, return_when=asyncio.FIRST_COMPLETED)
                if not first.done():
                    first.cancel()
                    break
                await self._take(client, [first.result(), *await _waiting(client, BATCH - 1)], leave)
                if time.monotonic() >= tell_at:
                    self.tally.tell(waiting=len(client.messages))
                    tell_at = time.monotonic() + TALLY_EVERY_S
            while batch := await _waiting(client, BATCH):
                if not await self._take(client, batch, leave):
                    break
        finally:
            left.cancel()

    async def _drain(self, client: Client) -> None:
        """Store what came before the connection broke; the broker will send what it had to promise once more."""
        while batch := await _waiting(client, BATCH):
            await self._kept(self._fresh(batch))

    async def _take(self, client: Client, batch: Sequence[Message], leave: asyncio.Event) -> bool:
        """Store a batch, however long the database is away, and acknowledge it; False when left before that."""
        pause_s = FIRST_PAUSE_S
        fresh = self._fresh(batch)
        while not await self._kept(fresh):
            if await _pause(pause_s, leave):
                log.warning(
                    "mqtt_left_unstored", messages=len(batch), promised=sum(one.qos > 0 for one in batch)
                )
                return False
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        for one in batch:
            acknowledge(client, one.mid, one.qos)
        return True

    def _fresh(self, batch: Sequence[Message]) -> list[Message]:
        """What has not been stored already, over an earlier connection."""
        fresh = [one for one in batch if not self.repeats.is_known(one)]
        self.figures.repeated += len(batch) - len(fresh)
        return fresh

    async def _kept(self, fresh: Sequence[Message]) -> bool:
        """Store messages and count them; False where the database is away."""
        heard = [_heard(one) for one in fresh]
        counted = await self._in(self.threads, lambda: self._store(heard)) if heard else Tally()
        if counted is None:
            return False
        for one in fresh:
            self.repeats.remember(one)
        self.figures.add(counted)
        self.tally.take_over(counted)
        return True

    def _store(self, heard: Sequence[Heard]) -> Tally | None:
        """Store now; None where the database is away."""
        close_old_connections()
        counted = Tally()
        try:
            take_in(heard, self.protocols, tally=counted, at=now())
        except PASSING as error:
            log.warning("mqtt_database_away", error=type(error).__name__, messages=len(heard))
            return None
        finally:
            close_old_connections()
        return counted

    async def _report_regularly(self) -> None:
        while True:
            told = self._told()
            await self._in(self.lease_thread, lambda told=told: self._report(*told))  # type: ignore[misc]
            await asyncio.sleep(REPORT_EVERY_S)

    def _told(self) -> tuple[State, dict[str, Any]]:
        waiting, dropped = (self.inbox.qsize(), self.inbox.dropped) if self.inbox else (0, 0)
        return self.figures.state, self.figures.told(waiting=waiting, dropped=dropped)

    def _report(self, state: State, figures: dict[str, Any]) -> None:
        """Say how it stands; without the database nobody is told, and nobody hears that nobody is."""
        close_old_connections()
        try:
            processes.report(KIND, holder=self.holder, state=state, figures=figures)
        except DatabaseError as error:
            log.warning("mqtt_not_reported", error=type(error).__name__)
        finally:
            close_old_connections()

    def _report_end(self) -> None:
        self._report(*self._told())
        try:
            processes.end(KIND, holder=self.holder)
        except DatabaseError as error:
            log.warning("mqtt_end_not_reported", error=type(error).__name__)

    async def _in(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, work)


def _heard(message: Message) -> Heard:
    payload = message.payload
    return Heard(
        str(message.topic), payload if isinstance(payload, bytes) else b"", now(), bool(message.retain)
    )


async def _waiting(client: Client, most: int) -> list[Message]:
    """What has come and waits, at most so many."""
    return [await anext(client.messages) for _ in range(min(most, len(client.messages)))]


async def _pause(seconds: float, until: asyncio.Event) -> bool:
    """Wait so long, or until the event is set: then True."""
    try:
        await asyncio.wait_for(until.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _either(one: asyncio.Event, other: asyncio.Event, *, within_s: float) -> bool:
    """Wait until one of two is set: then True."""
    waits = [asyncio.create_task(event.wait()) for event in (one, other)]
    done, _ = await asyncio.wait(waits, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()
    return bool(done)
