"""One region's feed as a web process knows it: the number it has forwarded, and the latest events."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice
from typing import Final

from apps.live.publish import Announcement, Note
from apps.live.reading import Head, in_thread, notes_between
from apps.live.wire import Sendable

# Events kept in memory for sockets that come back; with 3 KB each (two texts, one frame), 15 regions hold 45 MB.
KEPT: Final = 1000
PAGE: Final = 500
# Somebody who missed more than this reloads: a snapshot is smaller.
REPLAY_LIMIT: Final = 10_000


class Pruned(Exception):
    """Events that were asked for are no longer kept."""


class Backlog:
    """A region's feed in this process. `seq` is the number of the last event that was forwarded."""

    def __init__(self, code: str, head: Head) -> None:
        self.code: Final = code
        self.epoch = head.epoch
        self.seq = head.seq
        self.target = head.seq
        self._kept: deque[Sendable] = deque(maxlen=KEPT)
        self._early: dict[int, Note] = {}
        self._reads = asyncio.Lock()

    @property
    def is_behind(self) -> bool:
        """Does the database hold events that were not forwarded?"""
        return self.target > self.seq

    def hear(self, announcement: Announcement) -> Iterator[Sendable]:
        """The events that are next, in order; what came early is kept until the gap before it is closed."""
        for note in announcement.notes:
            self.target = max(self.target, note.seq)
            if note.seq > self.seq:
                self._early[note.seq] = note
        return self._next_ones()

    def read(self, notes: Iterable[Note]) -> Iterator[Sendable]:
        """The same, for events that the database gave; raises `Pruned` when it no longer has the next one."""
        first = True
        for note in notes:
            if first and note.seq > self.seq + 1:
                raise Pruned
            first = False
            if note.seq > self.seq:
                self._early[note.seq] = note
        return self._next_ones()

    def _next_ones(self) -> Iterator[Sendable]:
        while (note := self._early.pop(self.seq + 1, None)) is not None:
            event = Sendable.of(note)
            self.seq = note.seq
            self.target = max(self.target, self.seq)
            self._kept.append(event)
            yield event
        if self._early and min(self._early) <= self.seq:
            self._early = {seq: note for seq, note in self._early.items() if seq > self.seq}

    def restart(self, head: Head) -> None:
        """Go on from `head`: what came before it is not known here any more."""
        self.epoch = head.epoch
        self.seq = self.target = head.seq
        self._kept.clear()
        self._early.clear()

    async def missed(self, after: int, upto: int) -> AsyncIterator[Sendable]:
        """The events with `after < seq <= upto`, from memory or else from the database; raises `Pruned`."""
        while after < upto:
            page = await self._page(after, upto)
            if not page or page[0].seq != after + 1:
                raise Pruned
            for event in page:
                yield event
            after = page[-1].seq

    async def _page(self, after: int, upto: int) -> list[Sendable]:
        if (kept := self._from_memory(after, upto)) is not None:
            return kept
        async with self._reads:
            # Many sockets come back at once: the first one's read serves the others.
            if (kept := self._from_memory(after, upto)) is not None:
                return kept
            return await self._from_database(after, upto)

    def _from_memory(self, after: int, upto: int) -> list[Sendable] | None:
        if not self._kept or self._kept[0].seq > after + 1:
            return None
        start = after + 1 - self._kept[0].seq
        return list(islice(self._kept, start, start + min(PAGE, upto - after)))

    async def _from_database(self, after: int, upto: int) -> list[Sendable]:
        notes = await in_thread(notes_between, self.code, after, upto, PAGE)
        page = [Sendable.of(note) for note in notes]
        room = KEPT - len(self._kept)
        oldest = self._kept[0].seq if self._kept else self.seq + 1
        if page and page[-1].seq == oldest - 1 and len(page) <= room:
            self._kept.extendleft(reversed(page))
        return page
