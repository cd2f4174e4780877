"""One socket as the hub sees it."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

from django.db import Error as DatabaseError

from apps.live.admission import Admission
from apps.live.backlog import REPLAY_LIMIT, Backlog, Pruned
from apps.live.outbox import Outbox
from apps.live.topics import POSITIONS
from apps.live.wire import TRY_LATER, Frame, Hello, Sendable, resync


@dataclass(slots=True, eq=False)
class Subscriber:
    """Somebody who said hello: what he may see, what he wants, and the way to him."""

    admission: Admission
    outbox: Outbox
    close: Callable[[int], None]
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    redacted: bool = field(init=False)

    def __post_init__(self) -> None:
        self.redacted = self.admission.redacted

    def choose(self, topics: frozenset[str] | None) -> None:
        """Take the topics that the client asked for, or all (None), as far as its rights go."""
        allowed = self.admission.topics
        self.topics = allowed if topics is None else topics & allowed

    def frame_of(self, event: Sendable) -> Frame | None:
        """What this socket gets of an event, if anything."""
        if event.topic not in self.topics:
            return None
        return event.redacted if self.redacted else event.full

    def deliver(self, event: Sendable) -> bool:
        """Queue an event; False when the socket is too slow."""
        # Spelled out, not by `frame_of`: this runs for each event and socket.
        if event.topic not in self.topics:
            return True
        frame = event.redacted if self.redacted else event.full
        return frame is None or self.outbox.offer(frame)

    def deliver_positions(self, frame: Frame) -> None:
        """Queue positions, which may be lost."""
        if POSITIONS in self.topics:
            self.outbox.offer_lossy(frame)


@dataclass(frozen=True, slots=True)
class Missed:
    """What a client lacks of one region: `after < seq <= upto`, or the code of a resync."""

    backlog: Backlog
    after: int
    upto: int
    code: str | None = None


def missed_by(hello: Hello, backlog: Backlog) -> Missed | None:
    """What the client of this hello lacks of a region; None where it has all, or never had anything."""
    since = hello.since.get(backlog.code)
    epoch = hello.epoch.get(backlog.code, backlog.epoch)
    if since is None or (since == backlog.seq and epoch == backlog.epoch):
        return None
    if epoch != backlog.epoch or since > backlog.seq:
        return Missed(backlog, since, backlog.seq, "unknown_epoch")
    if backlog.seq - since > REPLAY_LIMIT:
        return Missed(backlog, since, backlog.seq, "since_too_old")
    return Missed(backlog, since, backlog.seq)


async def catch_up(subscriber: Subscriber, first: Frame, gaps: Mapping[str, Missed]) -> AsyncIterator[Frame]:
    """The welcome, then what was missed region by region, or the word to reload."""
    yield first
    for code, gap in gaps.items():
        if gap.code is not None:
            yield resync(gap.code, [code])
            continue
        try:
            async for event in gap.backlog.missed(gap.after, gap.upto):
                if (frame := subscriber.frame_of(event)) is not None:
                    yield frame
        except Pruned:
            yield resync("since_too_old", [code])
        except DatabaseError:
            subscriber.close(TRY_LATER)
            return
