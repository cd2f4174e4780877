"""A tiny topic whose objects live in memory: enough to prove the feed itself."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from apps.accounts.roles import Can
from apps.live.feed import change
from apps.live.topics import Topic

AT = datetime(2026, 10, 1, 8, 15, 30, 250_000, tzinfo=UTC)
ITEMS: dict[str, dict[str, Any]] = {}


def render(ids: Collection[str]) -> dict[str, dict[str, Any]]:
    return {pk: ITEMS[pk] for pk in ids if pk in ITEMS}


def open_items(codes: Collection[str]) -> list[dict[str, Any]]:
    return [item for item in ITEMS.values() if item["region"] in codes and item["open"]]


def redact(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "title"}


TOPIC = Topic(name="notes", needs=Can.READ_LIVE, render=render, open_items=open_items, redact=redact)


def put(pk: str, region: str = "UZ-TK", *, title: str = "a note", is_open: bool = True) -> None:
    """Hold a note in memory, without telling anybody."""
    ITEMS[pk] = {"id": pk, "region": region, "title": title, "open": is_open}


def write(pk: str, region: str = "UZ-TK", *, title: str = "a note", is_open: bool = True) -> None:
    """Change a note as an action would: in one transaction with its event."""
    with change(at=AT) as feed:
        put(pk, region, title=title, is_open=is_open)
        feed.touch(topic="notes", kind="note.written", object_id=pk, regions={region})
