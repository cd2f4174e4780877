"""A tiny topic whose objects live in memory: enough to prove the feed itself."""

from collections.abc import Collection
from typing import Any

from apps.live.topics import Topic

ITEMS: dict[str, dict[str, Any]] = {}


def render(ids: Collection[str]) -> dict[str, dict[str, Any]]:
    return {pk: ITEMS[pk] for pk in ids if pk in ITEMS}


def open_items(codes: Collection[str]) -> list[dict[str, Any]]:
    return [item for item in ITEMS.values() if item["region"] in codes and item["open"]]


def redact(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "title"}


TOPIC = Topic(name="notes", render=render, open_items=open_items, redact=redact)
