"""The hub of a web process: one subscription to Redis for all sockets; the database where Redis fails."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from typing import Any, Final
from weakref import WeakKeyDictionary

import structlog
from django.db import Error as DatabaseError

from apps.core.clock import now
from apps.core.conditions import trouble_codes
from apps.live.admission import verdicts
from apps.live.backlog import Backlog, Pruned
from apps.live.hints import Hint, hints
from apps.live.own import own_seqs
from apps.live.presence import Attendance
from apps.live.publish import CONTROL, FEED, FRAME, OWN, Announcement, Note
from apps.live.reading import Head, heads, in_thread, notes_after
from apps.live.subscriber import Subscriber, catch_up, missed_by
from apps.live.wire import TOO_SLOW, Frame, Hello, Sendable, heartbeat, own, resync, welcome

log = structlog.get_logger(__name__)

POLL_S: Final = 1.0
HEARTBEAT_S: Final = 15.0
RECHECK_S: Final = 5.0
PRESENCE_S: Final = 15.0
TROUBLES_S: Final = 5.0
# Many sockets that come or go together are written together.
GATHER_S: Final = 0.5
# Two processes commit 5 and 6 and publish 6 and 5: worth a moment's wait before the database is asked.
GRACE_S: Final = 0.03
READ_LIMIT: Final = 2000
# The first socket waits so long for Redis; without it the polls carry everything.
LISTENS_WITHIN_S: Final = 0.5


class Hub:
    """Forwards to each socket what is next in its regions, closes gaps, and closes sockets without rights."""

    def __init__(self) -> None:
        self.backlogs: dict[str, Backlog] = {}
        self.subscribers: set[Subscriber] = set()
        self._listeners: defaultdict[str, set[Subscriber]] = defaultdict(set)
        self._tasks: list[asyncio.Task[None]] = []
        self._behind = asyncio.Event()
        self._unsure = asyncio.Event()
        self._suspects = asyncio.Event()
        # People in the field: their sockets, and the number that was last sent to each.
        self._own: defaultdict[int, set[Subscriber]] = defaultdict(set)
        self._own_sent: dict[int, int] = {}
        self._own_grown = asyncio.Event()
        self._attendance = Attendance()
        self._came_or_went = asyncio.Event()
        self._starting = asyncio.Lock()
        self._polling = asyncio.Lock()
        self._listening = asyncio.Event()
        # What makes every screen old or incomplete, by codes.
        self.troubles: list[str] = []

    # --- sockets -----------------------------------------------------------------------------------------

    async def join(self, subscriber: Subscriber, hello: Hello) -> None:
        """Let a socket in: welcome, what it missed, then live. Raises `DatabaseError`."""
        await self._start()
        if any(self._is_ahead(code, seq) for code, seq in hello.since.items()):
            # A snapshot may be newer than what was heard here.
            await self._poll()
            await self._read_on()
        self.leave(subscriber)
        scope = subscriber.admission.scope
        mine = {code: backlog for code, backlog in self.backlogs.items() if scope.covers(code)}
        gaps = {code: gap for code, backlog in mine.items() if (gap := missed_by(hello, backlog))}
        first = welcome(
            {code: backlog.seq for code, backlog in mine.items()},
            {code: backlog.epoch for code, backlog in mine.items()},
            at=now(),
            troubles=self.troubles,
        )
        subscriber.choose(hello.topics)
        subscriber.regions = frozenset(mine)
        subscriber.outbox.start(catch_up(subscriber, first, gaps))
        self.subscribers.add(subscriber)
        self._note(subscriber)
        for code in mine:
            self._listeners[code].add(subscriber)
        if subscriber.admission.is_own:
            self._own[subscriber.admission.principal_id].add(subscriber)
            # Who has just come is told where the feed stands, whatever others of the same user heard.
            self._own_sent.pop(subscriber.admission.principal_id, None)
            self._own_grown.set()

    def _is_ahead(self, code: str, seq: int) -> bool:
        backlog = self.backlogs.get(code)
        return backlog is not None and seq > backlog.seq

    def leave(self, subscriber: Subscriber) -> None:
        """Send nothing more to this socket."""
        if subscriber in self.subscribers:
            self._note(subscriber)
        self.subscribers.discard(subscriber)
        for code in subscriber.regions:
            self._listeners[code].discard(subscriber)
        self._leave_own(subscriber)
        subscriber.outbox.stop()

    def _leave_own(self, subscriber: Subscriber) -> None:
        user = subscriber.admission.principal_id
        if not subscriber.admission.is_own or user not in self._own:
            return
        self._own[user].discard(subscriber)
        if not self._own[user]:
            del self._own[user]
            self._own_sent.pop(user, None)

    def _note(self, subscriber: Subscriber) -> None:
        self._attendance.note(subscriber.admission, at=now())
        self._came_or_went.set()

    def _close(self, subscriber: Subscriber, code: int) -> None:
        self.leave(subscriber)
        subscriber.close(code)

    # --- life --------------------------------------------------------------------------------------------

    async def _start(self) -> None:
        async with self._starting:
            if self._tasks:
                return
            await self._poll()
            self.troubles = await in_thread(trouble_codes)
            self._tasks = [
                asyncio.create_task(hints(self._hear, self._begun)),
                asyncio.create_task(_every(POLL_S, self._poll)),
                asyncio.create_task(_every(HEARTBEAT_S, self._beat)),
                asyncio.create_task(_every(RECHECK_S, self._suspect)),
                asyncio.create_task(_every(TROUBLES_S, self._look_for_troubles)),
                asyncio.create_task(_every(PRESENCE_S, self._attend)),
                asyncio.create_task(_whenever(self._came_or_went, self._write_presence)),
                asyncio.create_task(_whenever(self._unsure, self._poll)),
                asyncio.create_task(_whenever(self._behind, self._close_gaps)),
                asyncio.create_task(_whenever(self._suspects, self._recheck)),
                asyncio.create_task(_whenever(self._own_grown, self._tell_own)),
            ]
            with suppress(TimeoutError):
                await asyncio.wait_for(self._listening.wait(), LISTENS_WITHIN_S)

    async def stop(self) -> None:
        """End what runs in the background."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    # --- events ------------------------------------------------------------------------------------------

    def _begun(self) -> None:
        self._listening.set()
        self._unsure.set()
        self._own_grown.set()

    def _hear(self, hint: Hint) -> None:
        if hint.kind == FEED:
            self._hear_events(Announcement.unpacked(hint.region, hint.body))
        elif hint.kind == FRAME:
            self._hear_positions(hint.region, Frame(hint.body.decode()))
        elif hint.kind == OWN:
            self._own_grown.set()
        elif hint.kind == CONTROL:
            self._suspects.set()

    def _hear_events(self, announcement: Announcement) -> None:
        backlog = self.backlogs.get(announcement.region)
        if backlog is None or backlog.epoch != announcement.epoch:
            # A region or an epoch that is new here.
            self._unsure.set()
            return
        self._forward(backlog, backlog.hear(announcement))
        if backlog.is_behind:
            self._behind.set()

    def _hear_positions(self, region: str, frame: Frame) -> None:
        for subscriber in self._listeners[region]:
            subscriber.deliver_positions(frame)

    def _forward(self, backlog: Backlog, events: Iterable[Sendable]) -> None:
        for event in events:
            slow = [s for s in self._listeners[backlog.code] if not s.deliver(event)]
            for subscriber in slow:
                log.info("socket_too_slow", region=backlog.code)
                self._close(subscriber, TOO_SLOW)

    async def _close_gaps(self) -> None:
        await asyncio.sleep(GRACE_S)
        await self._read_on()

    async def _read_on(self) -> None:
        """Read what is missing in every region, in one query for all, until none is behind."""
        while known := {code: b.seq for code, b in self.backlogs.items() if b.is_behind}:
            found = await in_thread(notes_after, known, READ_LIMIT)
            for code, notes in found.items():
                self._forward_read(self.backlogs[code], notes)
            if not found:
                await self._give_up_on(known)

    def _forward_read(self, backlog: Backlog, notes: list[Note]) -> None:
        try:
            self._forward(backlog, backlog.read(notes))
        except Pruned:
            log.warning("events_pruned_before_forwarding", region=backlog.code, after=backlog.seq)
            self._reload(backlog, Head(backlog.epoch, notes[-1].seq), "since_too_old")

    async def _give_up_on(self, known: Mapping[str, int]) -> None:
        """Numbers that the database has no events of: pruned, or never given and only a stray hint."""
        present = await in_thread(heads)
        # Asked again after the numbers: what is still missing now was not just being committed.
        found = await in_thread(notes_after, known, READ_LIMIT)
        for code, seq in known.items():
            backlog = self.backlogs[code]
            if code in found:
                self._forward_read(backlog, found[code])
            elif present[code].seq > seq == backlog.seq:
                self._reload(backlog, present[code], "since_too_old")
            else:
                backlog.target = backlog.seq

    def _reload(self, backlog: Backlog, head: Head, code: str) -> None:
        backlog.restart(head)
        frame = resync(code, [backlog.code])
        for subscriber in list(self._listeners[backlog.code]):
            if not subscriber.outbox.offer(frame):
                self._close(subscriber, TOO_SLOW)

    # --- time --------------------------------------------------------------------------------------------

    async def _poll(self) -> None:
        """Ask the database where each region stands: Redis may have said nothing."""
        # One at a time, or the older of two answers could come last.
        async with self._polling:
            # While the database answers, Redis may tell of more: less than was known before is a restored backup.
            known = {code: backlog.seq for code, backlog in self.backlogs.items()}
            for code, head in (await in_thread(heads)).items():
                self._learn(code, head, known.get(code, 0))
        if any(backlog.is_behind for backlog in self.backlogs.values()):
            self._behind.set()
        if self._own:
            self._own_grown.set()

    async def _tell_own(self) -> None:
        """Tell each person in the field whose number has grown; one query for all who are here."""
        users = list(self._own)
        if not users:
            return
        at = now()
        for user, seq in (await in_thread(own_seqs, users)).items():
            if self._own_sent.get(user) == seq:
                continue
            self._own_sent[user] = seq
            frame = own(seq, at=at)
            for subscriber in list(self._own.get(user, ())):
                if not subscriber.outbox.offer(frame):
                    self._close(subscriber, TOO_SLOW)

    def _learn(self, code: str, head: Head, known_before: int) -> None:
        backlog = self.backlogs.get(code)
        if backlog is None:
            self._add(code, head)
        elif head.epoch != backlog.epoch or head.seq < known_before:
            self._reload(backlog, head, "unknown_epoch")
        else:
            backlog.target = max(backlog.target, head.seq)

    def _add(self, code: str, head: Head) -> None:
        self.backlogs[code] = Backlog(code, head)
        for subscriber in self.subscribers:
            if subscriber.admission.scope.covers(code):
                subscriber.regions |= {code}
                self._listeners[code].add(subscriber)

    async def _beat(self) -> None:
        at = now()
        frames: dict[frozenset[str], Frame] = {}
        for subscriber in list(self.subscribers):
            frame = frames.get(subscriber.regions)
            if frame is None:
                seq = {code: self.backlogs[code].seq for code in sorted(subscriber.regions)}
                frame = frames[subscriber.regions] = heartbeat(seq, at=at, troubles=self.troubles)
            if not subscriber.outbox.offer(frame):
                self._close(subscriber, TOO_SLOW)

    async def _look_for_troubles(self) -> None:
        """A trouble that comes or goes is told at once."""
        found = await in_thread(trouble_codes)
        if found != self.troubles:
            self.troubles = found
            await self._beat()

    async def _attend(self) -> None:
        """Note everybody who is here, and have it written with whoever came or went."""
        at = now()
        for subscriber in self.subscribers:
            self._attendance.note(subscriber.admission, at=at)
        self._came_or_went.set()

    async def _write_presence(self) -> None:
        await asyncio.sleep(GATHER_S)
        try:
            await self._attendance.write()
        except DatabaseError:
            self._came_or_went.set()
            raise

    async def _suspect(self) -> None:
        self._suspects.set()

    async def _recheck(self) -> None:
        """Close every socket whose user, session or key is no longer what it was when it joined."""
        admissions = {subscriber.admission for subscriber in self.subscribers}
        if not admissions:
            return
        codes = await in_thread(verdicts, admissions, at=now())
        for subscriber in list(self.subscribers):
            if (code := codes.get(subscriber.admission)) is not None:
                self._close(subscriber, code)


Work = Callable[[], Coroutine[Any, Any, None]]


async def _every(seconds: float, work: Work) -> None:
    while True:
        await asyncio.sleep(seconds)
        await _survive(work)


async def _whenever(signal: asyncio.Event, work: Work) -> None:
    while True:
        await signal.wait()
        signal.clear()
        await _survive(work)


async def _survive(work: Work) -> None:
    """Without the database the sockets stay, and the next round tries again; no fault ends the hub."""
    try:
        await work()
    except DatabaseError as error:
        log.warning("feed_not_readable", work=work.__name__, error=str(error))
        await asyncio.sleep(POLL_S)
    except Exception:
        log.exception("hub_failed", work=work.__name__)
        await asyncio.sleep(POLL_S)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def the_hub() -> Hub:
    """The hub of this event loop, which is this process's."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


async def close_hub() -> None:
    """End the hub of this event loop, if there is one."""
    hub = _hubs.pop(asyncio.get_running_loop(), None)
    if hub is not None:
        await hub.stop()
