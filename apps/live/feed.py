"""`change()`: the transaction of every write, at whose end its events are numbered and stored."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

from apps.core.clock import iso
from apps.core.copying import copy_rows
from apps.core.encoding import encode
from apps.live.models import Event, RegionFeed
from apps.live.own import count_on
from apps.live.publish import Announcement, announce, announce_own
from apps.live.topics import Item, Topic, topic_named


@dataclass(frozen=True, slots=True)
class Touch:
    """Something that happened to an object; `gone` where it left these regions."""

    topic: str
    kind: str
    object_id: str
    regions: frozenset[str]
    at: datetime
    gone: bool = False


@dataclass(slots=True)
class Feed:
    """What the actions of one transaction touched, in their order."""

    at: datetime
    # Each once, in order; a thousand of them are no thousand searches.
    touches: dict[Touch, None] = field(default_factory=dict)

    def touch(self, *, topic: str, kind: str, object_id: str, regions: Iterable[str]) -> None:
        """Say that an object changed; its data is rendered once, at the end of the outermost change."""
        self._add(Touch(topic, kind, object_id, frozenset(regions), self.at))

    def remove(self, *, topic: str, kind: str, object_id: str, regions: Iterable[str]) -> None:
        """Say that an object left these regions: they get an event without content."""
        self._add(Touch(topic, kind, object_id, frozenset(regions), self.at, gone=True))

    def _add(self, touch: Touch) -> None:
        topic_named(touch.topic)
        self.touches.setdefault(touch)


_current: ContextVar[Feed | None] = ContextVar("live_feed", default=None)


@contextmanager
def change(*, at: datetime) -> Iterator[Feed]:
    """A transaction whose touches become events of their regions; a change within another joins it.

    Only the outermost one appends, last in the transaction: each region's numbers at once, the regions in
    code order, so that two changes never wait for each other. An inner change that fails takes its touches
    with it.
    """
    outer = _current.get()
    if outer is not None:
        with _joined(outer, at) as feed:
            yield feed
        return
    feed = Feed(at)
    token = _current.set(feed)
    try:
        with transaction.atomic():
            yield feed
            _append(list(feed.touches))
    finally:
        _current.reset(token)


@contextmanager
def _joined(outer: Feed, at: datetime) -> Iterator[Feed]:
    inner = Feed(at, outer.touches)
    before = len(outer.touches)
    try:
        with transaction.atomic():
            yield inner
    except BaseException:
        while len(outer.touches) > before:
            outer.touches.popitem()
        raise


@dataclass(frozen=True, slots=True)
class Rendered:
    """An object's data as JSON; `redacted` is None where displays get nothing."""

    data: bytes
    redacted: bytes | None


NOTHING = b"null"


def _append(touches: list[Touch]) -> None:
    if not touches:
        return
    rendered = _render(touches)
    for code in sorted(frozenset[str]().union(*(touch.regions for touch in touches))):
        mine = [touch for touch in touches if code in touch.regions]
        epoch, last, day = _numbers(code, len(mine))
        first = last - len(mine) + 1
        events = [_event(code, first + n, touch, rendered, day) for n, touch in enumerate(mine)]
        copy_rows(events)
        transaction.on_commit(partial(announce, Announcement.of(code, epoch, events)), robust=True)
    _count_own(touches)


def _count_own(touches: list[Touch]) -> None:
    """After the regions' numbers, so that locks are always taken in this order."""
    touched: dict[str, set[str]] = {}
    for touch in touches:
        touched.setdefault(touch.topic, set()).add(touch.object_id)
    if count_on(touched):
        transaction.on_commit(announce_own, robust=True)


TAKE_NUMBERS = """
    UPDATE live_regionfeed SET seq = seq + %s WHERE region_id = %s
    RETURNING epoch, seq, (now() AT TIME ZONE 'UTC')::date
"""


def _numbers(code: str, count: int) -> tuple[str, int, date]:
    """Take the region's next numbers and its lock until the transaction ends: epoch, last number, UTC day."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBERS, [count, code])
        row = cursor.fetchone()
    if row is None:
        raise RegionFeed.DoesNotExist(f"region {code} has no feed")
    epoch, last, day = row
    return epoch, last, day


def _render(touches: list[Touch]) -> Mapping[tuple[str, str], Rendered]:
    """Every touched object once, with one call for each topic."""
    ids: dict[str, list[str]] = {}
    for touch in touches:
        if not touch.gone and touch.object_id not in ids.setdefault(touch.topic, []):
            ids[touch.topic].append(touch.object_id)
    return {key: value for name, wanted in ids.items() for key, value in _of_topic(topic_named(name), wanted)}


def _of_topic(topic: Topic, ids: Collection[str]) -> Iterator[tuple[tuple[str, str], Rendered]]:
    for object_id, item in topic.render(ids).items():
        yield (topic.name, object_id), Rendered(encode(item), _redacted(topic, item))


def _redacted(topic: Topic, item: Item) -> bytes | None:
    return None if topic.redact is None else encode(topic.redact(item))


def _event(
    code: str, seq: int, touch: Touch, rendered: Mapping[tuple[str, str], Rendered], day: date
) -> Event:
    key = (touch.topic, touch.object_id)
    shown = None if touch.gone else rendered.get(key)
    hidden = topic_named(touch.topic).redact is None
    head = encode(
        {
            "type": "event",
            "region": code,
            "seq": seq,
            "topic": touch.topic,
            "kind": touch.kind,
            "id": touch.object_id,
            "at": iso(touch.at),
        }
    )[:-1]
    payload = _frame(head, shown.data if shown else NOTHING)
    redacted = None if hidden else _frame(head, shown.redacted if shown and shown.redacted else NOTHING)
    return Event(
        region_id=code,
        seq=seq,
        day=day,
        topic=touch.topic,
        kind=touch.kind,
        object_id=touch.object_id,
        at=touch.at,
        payload=payload,
        redacted=redacted,
    )


def _frame(head: bytes, data: bytes) -> str:
    return (head + b',"data":' + data + b"}").decode()
