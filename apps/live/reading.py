"""Reads of the database in threads, apart from the event loop: the hub's own, and those of who comes in."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final, ParamSpec, TypeVar

from django.db import close_old_connections, connection

from apps.live.models import Event, RegionFeed
from apps.live.publish import Note, note_of

P = ParamSpec("P")
T = TypeVar("T")

# Apart, so that five hundred screens that come back at once do not hold up the feed of those that are here.
_hub_threads: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-hub")
_door_threads: Final = ThreadPoolExecutor(max_workers=6, thread_name_prefix="live-door")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that uses the database, in one of the hub's threads."""
    return await call_in(_hub_threads, partial(function, *args, **kwargs))


async def at_the_door(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that uses the database for somebody who comes in: an admission, a snapshot."""
    return await call_in(_door_threads, partial(function, *args, **kwargs))


async def call_in(threads: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    """Call a function that uses the database, in one of these threads."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, partial(_with_fresh_connection, call))


def _with_fresh_connection(call: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return call()
    finally:
        close_old_connections()


@dataclass(frozen=True, slots=True)
class Head:
    """Where a region's feed stands."""

    epoch: str
    seq: int


def heads() -> dict[str, Head]:
    """Where every region's feed stands."""
    rows = RegionFeed.objects.values_list("region_id", "epoch", "seq")
    return {code: Head(epoch, seq) for code, epoch, seq in rows}


AFTER = """
    SELECT e.region_id, e.seq, e.topic, e.payload, e.redacted
    FROM unnest(%s::varchar[], %s::bigint[]) AS known (region_id, seq)
    JOIN live_event e ON e.region_id = known.region_id AND e.seq > known.seq
    ORDER BY e.region_id, e.seq
    LIMIT %s
"""


def notes_after(known: Mapping[str, int], limit: int) -> dict[str, list[Note]]:
    """The events of several regions after a number each, in order, in one query; at most `limit` together."""
    found: dict[str, list[Note]] = {}
    with connection.cursor() as cursor:
        cursor.execute(AFTER, [list(known), list(known.values()), limit])
        for region, seq, topic, payload, redacted in cursor:
            found.setdefault(region, []).append(Note(seq, topic, payload, redacted))
    return found


def notes_between(region: str, after: int, upto: int, limit: int) -> Sequence[Note]:
    """The events of a region with `after < seq <= upto`, in order; at most `limit`."""
    rows = Event.objects.filter(region=region, seq__gt=after, seq__lte=upto).order_by("seq")
    return [note_of(event) for event in rows[:limit]]
