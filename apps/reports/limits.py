"""The targets as figures are judged by them: read when figures are computed, so that a changed one shows at once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apps.incidents.models import Target
from apps.reports.intervals import PRIORITY_OF_NONE

EVERY_TYPE: Final = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so long, in such a share."""

    seconds: int
    share: float


@dataclass(frozen=True, slots=True)
class Limits:
    """By type (or `EVERY_TYPE`), priority and interval."""

    by_key: Mapping[tuple[str, int, str], Limit]

    @property
    def apart(self) -> list[tuple[str, str]]:
        """The types and intervals that have a target of their own at some priority: they are counted apart."""
        return sorted({(kind, interval) for kind, _, interval in self.by_key if kind != EVERY_TYPE})

    @property
    def fingerprint(self) -> str:
        """Tells which types are counted apart."""
        return hashlib.sha256(repr(self.apart).encode()).hexdigest()[:32]

    def of(self, kind: str, priority: int | None, interval: str) -> Limit | None:
        """That of the type, else of every type; what has no priority is judged by that of the most urgent."""
        own = self.by_key.get((kind, priority, interval)) if kind and priority is not None else None
        every = PRIORITY_OF_NONE if priority is None else priority
        return own or self.by_key.get((EVERY_TYPE, every, interval))


def limits_now() -> Limits:
    """As they stand."""
    rows = Target.objects.values_list("type_id", "priority", "interval", "limit_s", "share")
    return Limits(
        {
            (kind or EVERY_TYPE, priority, interval): Limit(seconds, float(share))
            for kind, priority, interval, seconds, share in rows
        }
    )
