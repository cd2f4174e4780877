"""All that is open in a scope with the feed's numbers, as of one moment: where a screen begins."""

from collections.abc import Collection
from typing import Any, Final

from django.db import connection, transaction

from apps.live.reading import heads
from apps.live.topics import Item, Topic, all_topics
from apps.regions.scope import Scope

# The lists that clients may count on, whoever is installed above.
LISTS: Final = ("incidents", "units", "alarms")


def compose(scope: Scope, *, redacted: bool, topics: Collection[str]) -> dict[str, Any]:
    """`{"epoch", "seq", "incidents": […], …}`; it fits the feed: what came later has a greater number.

    A topic that is not among `topics` is an empty list.
    """
    with transaction.atomic():
        if _begins_here():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        mine = {code: head for code, head in sorted(heads().items()) if scope.covers(code)}
        lists: dict[str, list[Item]] = {name: [] for name in LISTS}
        for topic in all_topics():
            lists[topic.name] = _items(topic, list(mine), redacted) if topic.name in topics else []
    return {
        "epoch": {code: head.epoch for code, head in mine.items()},
        "seq": {code: head.seq for code, head in mine.items()},
        **lists,
    }


def _begins_here() -> bool:
    """Is this the outermost transaction? (Within another, as in tests, its isolation cannot be changed.)"""
    return not connection.savepoint_ids


def _items(topic: Topic, codes: list[str], redacted: bool) -> list[Item]:
    if redacted and topic.redact is None:
        return []
    items = topic.open_items(codes)
    return [topic.redact(item) for item in items] if redacted and topic.redact else items
