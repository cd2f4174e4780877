"""Hints over Redis: what was just committed. They may be lost; the feed in PostgreSQL is the truth."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import redis
import structlog
from django.conf import settings
from django.db import connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from apps.core.encoding import decode, encode
from apps.live.models import Event

log = structlog.get_logger(__name__)
TIMEOUT_S: Final = 0.2
REST_S: Final = 1.0
FEED, FRAME, CONTROL, OWN = "feed", "frame", "control", "own"


@dataclass(frozen=True, slots=True)
class Note:
    """One event as a socket needs it: the text to send, and the text for displays."""

    seq: int
    topic: str
    payload: str
    redacted: str | None


@dataclass(frozen=True, slots=True)
class Announcement:
    """Consecutive events of one region, as one message of Redis."""

    region: str
    epoch: str
    notes: Sequence[Note]

    @classmethod
    def of(cls, region: str, epoch: str, events: Sequence[Event]) -> "Announcement":
        """The message about these events."""
        return cls(region, epoch, [note_of(event) for event in events])

    def packed(self) -> bytes:
        """As bytes: a line of JSON with what the hub needs, then a line for each text, ready to send."""
        head = {"epoch": self.epoch, "notes": [[n.seq, n.topic, n.redacted is not None] for n in self.notes]}
        lines = [encode(head)]
        for note in self.notes:
            lines.append(note.payload.encode())
            if note.redacted is not None:
                lines.append(note.redacted.encode())
        # JSON as we write it never holds a raw line break.
        return b"\n".join(lines)

    @classmethod
    def unpacked(cls, region: str, message: bytes) -> "Announcement":
        """The announcement of `packed`; raises `ValueError` for anything else."""
        first, *rest = message.decode().split("\n")
        head = decode(first)
        lines = iter(rest)
        try:
            notes = [
                Note(seq, topic, next(lines), next(lines) if shown else None)
                for seq, topic, shown in head["notes"]
            ]
        except (StopIteration, KeyError, TypeError) as error:
            raise ValueError("not an announcement") from error
        return cls(region, head["epoch"], notes)


def note_of(event: Event) -> Note:
    """What sockets need of a stored event."""
    return Note(event.seq, event.topic, event.payload, event.redacted)


def channel(name: str) -> str:
    """A Redis channel, such as that of `feed.UZ-TK`; Redis has none per database, so ours name it."""
    return f"safecity.{connection.settings_dict['NAME']}.{name}"


def announce(announcement: Announcement) -> None:
    """Tell every web process about committed events; never raises."""
    send(channel(f"{FEED}.{announcement.region}"), announcement.packed())


def publish_frame(region_code: str, frame: bytes) -> None:
    """Send a frame that is not an event (positions) to the sockets of a region; never raises."""
    send(channel(f"{FRAME}.{region_code}"), frame)


def suspect_rights() -> None:
    """Ask every web process to look at its sockets' rights now, not in some seconds; never raises."""
    send(channel(CONTROL), b"rights")


def announce_own() -> None:
    """Tell every web process that numbers of people in the field have grown; never raises."""
    send(channel(OWN), b"grown")


class Breaker:
    """After a failure, a second's rest, so that a dead Redis does not slow each request."""

    def __init__(self) -> None:
        self._rests_until = 0.0
        self._lock = threading.Lock()

    def is_open(self) -> bool:
        """Is it still resting?"""
        return time.monotonic() < self._rests_until

    def trip(self) -> None:
        """Rest from now on."""
        with self._lock:
            self._rests_until = time.monotonic() + REST_S


breaker = Breaker()


@cache
def client() -> redis.Redis:
    """The one pooled client of this process."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
    )


def send(to: str, message: bytes) -> None:
    """Publish once, within 200 ms; a failure is logged and costs nothing but the hint."""
    if breaker.is_open():
        return
    try:
        client().publish(to, message)
    except (redis.RedisError, OSError) as error:
        breaker.trip()
        log.warning("hint_not_published", channel=to, error=str(error))
