"""What the feed speaks of: upper rooms register how their objects are rendered, listed and redacted."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apps.accounts.roles import Can

Item = dict[str, Any]

# No topic of objects: where units are, as frames. Displays get them too.
POSITIONS: Final = "positions"
POSITIONS_NEED: Final = Can.READ_UNITS


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of object on the live screen.

    `render(ids)` gives the list item of each object that exists, in one query for all ids.
    `open_items(codes)` gives the items of these regions that a fresh screen shows.
    `redact(item)` gives what displays may see; None: they get nothing of this topic.
    `needs` is what everybody else must be allowed, as for the same objects elsewhere in the API.
    """

    name: str
    needs: Can
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


def topics_for(may: Callable[[Can], bool], *, redacted: bool) -> frozenset[str]:
    """The names of what somebody gets: a display what is redacted for it, others what they may read."""
    if redacted:
        return frozenset({topic.name for topic in _topics.values() if topic.redact is not None} | {POSITIONS})
    names = {topic.name for topic in _topics.values() if may(topic.needs)}
    return frozenset(names | {POSITIONS} if may(POSITIONS_NEED) else names)
