"""How far the reader of the feed has come: told by whoever runs it, asked by whoever shows it to people."""

import time
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.alarms.evaluation.reading import AT_ONCE, READER
from apps.core.clock import iso, now
from apps.core.conditions import Condition
from apps.live import processes
from apps.live.cursors import standing
from apps.live.processes import ENDED, NOT_RUNNING, SILENT, Kind, heard_of, holder_of_this

KIND: Final = "alarms"
EVERY_S: Final = 2.0
FOLLOWING: Final = "following"
BEHIND: Final = "behind"
# one window of a region at once is read every fifth of a second: what is more has piled up
PILED_UP: Final = AT_ONCE

READERS: Final = Kind(
    KIND,
    _("alarm reader"),
    states={FOLLOWING: _("reads what happens")},
    words={
        "facts": _("facts held against the rules"),
        "took_ms": _("last reading took, ms"),
        "slowest_ms": _("slowest reading took, ms"),
    },
    headline=("facts", "took_ms"),
)


@dataclass(slots=True)
class Following:
    """What this process has read; it is written at most every two seconds, after a reading that went well."""

    facts: int = 0
    slowest_ms: float = 0.0
    due_at: float = field(default=0.0)

    def read(self, facts: int, took_s: float) -> None:
        """A reading is committed."""
        self.facts += facts
        self.slowest_ms = max(self.slowest_ms, took_s * 1000)
        if time.monotonic() >= self.due_at:
            self.due_at = time.monotonic() + EVERY_S
            processes.report(
                KIND, holder=holder_of_this(), state=FOLLOWING, figures=self._figures(took_s * 1000)
            )

    def _figures(self, took_ms: float) -> dict[str, Any]:
        return {
            "facts": self.facts,
            "took_ms": round(took_ms, 1),
            "slowest_ms": round(self.slowest_ms, 1),
        }


def alarms_condition() -> Condition:
    """Whether what happens becomes alarms; lag is what lies in the feed unread, and how old the first of it is."""
    heard = [one for one in heard_of(KIND) if one.condition != ENDED]
    stands = standing(READER)
    word = heard[0].condition if heard else NOT_RUNNING
    if word == FOLLOWING and stands.unread > PILED_UP:
        word = BEHIND
    behind_s = max(0.0, (now() - stands.unread_since).total_seconds()) if stands.unread_since else 0.0
    return Condition(
        KIND,
        word,
        _sentence(word, stands.unread),
        is_trouble=word != FOLLOWING,
        figures={
            "read_s_ago": round(heard[0].silent_s, 1) if heard else None,
            "unread_events": stands.unread,
            "behind_s": round(behind_s, 1),
            "last_event_read_at": iso(stands.last_read_at),
        },
    )


def _sentence(word: str, unread: int) -> str:
    if word == FOLLOWING:
        return gettext("Alarms: what happens is read as it happens.")
    if word == BEHIND:
        return gettext("Alarms come late: %(n)s events wait to be read.") % {"n": unread}
    if word == SILENT:
        return gettext(
            "Alarms have stopped: nobody has read what happens for a while. New ones are not raised."
        )
    return gettext("Alarms have stopped: no ticker is running. New ones are not raised.")
