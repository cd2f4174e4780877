"""What several messages about one detection amount to, in whatever order they come: pure rules, no database."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from typing import NamedTuple


class Told(NamedTuple):
    """What a message says of a detection, and what is known of it. Each message tells the whole state at `updated_at`."""

    updated_at: datetime
    began_at: datetime
    ended_at: datetime | None
    label: str
    sub_label: str
    sub_score: float | None
    score: float | None
    zones: tuple[str, ...]

    @property
    def shown(self) -> tuple[object, ...]:
        """What a reader needs to be told of; a score that moves is none of it."""
        return self.label, self.sub_label, self.zones, self.ended_at is None


def merged(known: Told, said: Told) -> Told:
    """The newer message's state; of two at one moment the one that comes later.

    It began when the earliest says, and has ended when one of them said so: an end comes to stay, even if an older
    message comes after it.
    """
    newest = known if said.updated_at < known.updated_at else said
    ends = [end for end in (known.ended_at, said.ended_at) if end is not None]
    return newest._replace(began_at=min(known.began_at, said.began_at), ended_at=min(ends, default=None))


def folded(messages: Iterable[Told]) -> Told:
    """What all messages amount to; there must be one."""
    return reduce(merged, messages)
