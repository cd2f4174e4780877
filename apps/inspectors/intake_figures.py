"""What the intake of positions of one web process has done since it started, and how it is doing as a whole."""

import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.clock import iso
from apps.core.conditions import Condition
from apps.inspectors.positions import Fate
from apps.live.processes import ENDED, SILENT, Kind, heard_of

KIND: Final = "positions"
TAKING: Final = "taking"
TURNING_AWAY: Final = "turning_away"
# a 503 is a trouble for so long
RECENT_S: Final = 60.0
# statements that percentiles are of
LATEST: Final = 1_000

TURNED_AWAY: Final = "turned_away"
FAILED: Final = "failed"
NOT_A_POSITION: Final = "not_a_position"
NO_KEY: Final = "no_key"
THROTTLED: Final = "throttled"
REASONS: Final[Mapping[int, str]] = {
    400: NOT_A_POSITION,
    413: NOT_A_POSITION,
    401: NO_KEY,
    403: NO_KEY,
    429: THROTTLED,
}
DROPPED: Final = (Fate.OFF_DUTY, Fate.TOO_OLD)
REFUSED: Final = (Fate.UNKNOWN_DEVICE, Fate.KEY_NOT_VALID, Fate.REFUSED, NOT_A_POSITION, NO_KEY, THROTTLED)

INTAKE: Final = Kind(
    KIND,
    _("intake of positions"),
    states={TAKING: _("takes positions"), TURNING_AWAY: _("turned positions away within the last minute")},
    words={
        "stored": _("stored"),
        "last_stored_at": _("last stored at"),
        "dropped": _("dropped on purpose"),
        "refused": _("refused, by reason"),
        "off_duty": _("the unit is off duty"),
        "too_old": _("older than positions are kept"),
        "unknown_device": _("an unknown device"),
        "key_not_valid": _("a key that was withdrawn meanwhile"),
        "invalid": _("refused by the database"),
        NOT_A_POSITION: _("nothing that is a position"),
        NO_KEY: _("no key, or one without the right"),
        THROTTLED: _("too many wrong keys from one address"),
        TURNED_AWAY: _("requests answered 503: too many positions wait"),
        FAILED: _("positions answered 503: the database did not store them"),
        "waiting": _("positions that wait to be stored"),
        "statements": _("statements"),
        "rows_median": _("positions in a statement, median"),
        "rows_most": _("positions in a statement, most"),
        "ms_median": _("until committed, ms: median"),
        "ms_p95": _("until committed, ms: 95th percentile"),
        "ms_p99": _("until committed, ms: 99th percentile"),
    },
    headline=("stored", "ms_median", "ms_p95", TURNED_AWAY),
    hidden=frozenset({"troubled_s"}),
)

SAYS: Final[Mapping[bool, str | Promise]] = {
    True: _("Positions of units are being turned away: markers may be old."),
    False: _("Positions are stored as they come."),
}


@dataclass(slots=True)
class IntakeFigures:
    """Positions by what became of them, and the latest statements: seconds until the commit, and rows."""

    counts: Counter[str] = field(default_factory=Counter)
    latest: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=LATEST))
    statements: int = 0
    last_stored_at: datetime | None = None
    troubled_at: float | None = None

    def commit(self, fates: Sequence[Fate], *, seconds: float, at: datetime) -> None:
        """A statement is committed."""
        self.counts.update(fates)
        self.latest.append((seconds, len(fates)))
        self.statements += 1
        if Fate.STORED in fates:
            self.last_stored_at = at

    def trouble(self, why: str, number: int = 1) -> None:
        """Somebody is told to come again."""
        self.counts[why] += number
        self.troubled_at = time.monotonic()

    def refuse(self, status: int, number: int = 1) -> None:
        """A request, or rows of one, refused before anything was stored; 503 is counted where it is decided."""
        if reason := REASONS.get(status):
            self.counts[reason] += number

    def told(self, *, waiting: int) -> dict[str, Any]:
        """All of it as JSON; `troubled_s`: seconds since the last 503."""
        seconds = sorted(second for second, _rows in self.latest)
        rows = sorted(number for _second, number in self.latest)
        return {
            "stored": self.counts[Fate.STORED],
            "last_stored_at": iso(self.last_stored_at),
            "dropped": self._of(DROPPED),
            "refused": self._of(REFUSED),
            TURNED_AWAY: self.counts[TURNED_AWAY],
            FAILED: self.counts[FAILED],
            "waiting": waiting,
            "statements": self.statements,
            "rows_median": nearest_rank(rows, 0.5),
            "rows_most": rows[-1] if rows else None,
            **{name: _ms(nearest_rank(seconds, part)) for name, part in PARTS.items()},
            "troubled_s": None if self.troubled_at is None else round(time.monotonic() - self.troubled_at, 1),
        }

    def _of(self, words: Sequence[str]) -> dict[str, int]:
        return {str(word): self.counts[word] for word in words if self.counts[word]}


PARTS: Final[Mapping[str, float]] = {"ms_median": 0.5, "ms_p95": 0.95, "ms_p99": 0.99}


def nearest_rank(ordered: Sequence[float], part: float) -> float | None:
    """The smallest value that as large a part of all is at most as large as (nearest rank); None of nothing."""
    if not ordered:
        return None
    return ordered[max(0, ceil(len(ordered) * part) - 1)]


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


def positions_condition() -> Condition | None:
    """None where no process has taken positions lately; in trouble while any tells those who send to come again."""
    heard = [one for one in heard_of(KIND) if one.condition not in {ENDED, SILENT}]
    if not heard:
        return None
    since = [
        float(one.figures["troubled_s"]) + one.silent_s
        for one in heard
        if one.figures.get("troubled_s") is not None
    ]
    is_trouble = bool(since) and min(since) < RECENT_S
    stored = (one.figures.get("last_stored_at") for one in heard)
    return Condition(
        KIND,
        TURNING_AWAY if is_trouble else TAKING,
        SAYS[is_trouble],
        is_trouble=is_trouble,
        figures={
            "processes": len(heard),
            "waiting": sum(one.figures.get("waiting", 0) for one in heard),
            "last_stored_at": max((at for at in stored if at), default=None),
        },
    )
