"""What the feed speaks of: upper rooms register how their objects are rendered, listed and redacted."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

Item = dict[str, Any]

POSITIONS: Final = "positions"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of object on the live screen.

    `render(ids)` gives the list item of each object that exists, in one query for all ids.
    `open_items(codes)` gives the items of these regions that a fresh screen shows.
    `redact(item)` gives what displays may see; None: they get nothing of this topic.
    """

    name: str
    render: Callable[[Collection[str]], Mapping[str, Item]]
    open_items: Callable[[Collection[str]], list[Item]]
    redact: Callable[[Item], Item] | None = None


_topics: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Make a topic known; called from `AppConfig.ready`. Raises `ValueError` when the name is taken."""
    if _topics.setdefault(topic.name, topic) != topic:
        raise ValueError(f"topic {topic.name} is registered twice")


def forget(name: str) -> None:
    """Take a topic out again; for tests that register one of their own."""
    _topics.pop(name, None)


def topic_named(name: str) -> Topic:
    """The topic of this name; raises `KeyError`."""
    return _topics[name]


def all_topics() -> list[Topic]:
    """Every topic, in the order of their names."""
    return [_topics[name] for name in sorted(_topics)]
