"""Durable readers of the feed: each event once, in the order of its region, whatever is restarted."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery

from apps.core.encoding import decode
from apps.live.models import Cursor, Event, RegionFeed

LIMIT: Final = 500


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a reader gets it; `data` is the object's list item, or None where it left the region."""

    region: str
    seq: int
    topic: str
    kind: str
    object_id: str
    at: datetime
    data: dict[str, Any] | None


@contextmanager
def reading(
    name: str, *, limit: int = LIMIT, topics: Collection[str] | None = None
) -> Iterator[list[Happening]]:
    """The next events of every region for the reader `name`, of the next `limit` of each.

    With `topics` it gets those alone, and passes over the others unread.

    One transaction: what the block writes is committed together with the reader's advance, and when it raises the
    same events come again. A reader that is new begins with what happens from now on. Readers of one name take
    turns.
    """
    with transaction.atomic():
        _begin(name)
        # Of the cursors alone: "region" would join the regions and lock them, on which every write's keys depend.
        mine = Cursor.objects.select_for_update(of=("self",)).filter(name=name)
        cursors = list(mine.order_by("region_id"))
        found = [event for cursor in cursors for event in _advance(cursor, limit, topics)]
        yield found
        Cursor.objects.bulk_update(cursors, ["seq"])


def unread_since(name: str) -> dict[str, datetime]:
    """For each region of which the reader has not read all: when the first event that it has not read happened."""
    first = Event.objects.filter(region=OuterRef("region"), seq__gt=OuterRef("seq")).order_by("seq")
    rows = Cursor.objects.filter(name=name).annotate(since=Subquery(first.values("at")[:1]))
    return dict(rows.exclude(since=None).values_list("region", "since"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How many events a reader has not read, when the first of them happened, and when the newest that it has read."""

    unread: int
    unread_since: datetime | None
    last_read_at: datetime | None


def standing(name: str) -> Standing:
    """How far a reader has come, all regions together."""
    newest = RegionFeed.objects.filter(region=OuterRef("region")).values("seq")[:1]
    read = Event.objects.filter(region=OuterRef("region"), seq=OuterRef("seq")).values("at")[:1]
    rows = Cursor.objects.filter(name=name).annotate(newest=Subquery(newest), last_at=Subquery(read))
    found = list(rows.values_list("seq", "newest", "last_at"))
    return Standing(
        sum(max(0, (head or 0) - seq) for seq, head, _last in found),
        min(unread_since(name).values(), default=None),
        max((last for _seq, _head, last in found if last), default=None),
    )


def _begin(name: str) -> None:
    known = Cursor.objects.filter(name=name).values("region")
    Cursor.objects.bulk_create(
        [
            Cursor(name=name, region_id=feed.region_id, seq=feed.seq)
            for feed in RegionFeed.objects.exclude(region__in=known)
        ],
        ignore_conflicts=True,
    )


def _advance(cursor: Cursor, limit: int, topics: Collection[str] | None) -> list[Happening]:
    rows = Event.objects.filter(region=cursor.region_id, seq__gt=cursor.seq).order_by("seq")
    if topics is not None:
        rows = rows.filter(seq__lte=cursor.seq + limit)
        return _advance_among(cursor, rows, topics)
    found = [_happening(event) for event in rows[:limit]]
    if found:
        cursor.seq = found[-1].seq
    return found


def _advance_among(cursor: Cursor, rows: QuerySet[Event], topics: Collection[str]) -> list[Happening]:
    """Numbers have no gaps: the next `limit` of them are a window that one query sees whole."""
    newest = rows.aggregate(newest=Max("seq"))["newest"]
    if newest is None:
        return []
    found = [_happening(event) for event in rows.filter(seq__lte=newest, topic__in=topics)]
    cursor.seq = newest
    return found


def _happening(event: Event) -> Happening:
    data = decode(event.payload)["data"]
    return Happening(event.region_id, event.seq, event.topic, event.kind, event.object_id, event.at, data)
