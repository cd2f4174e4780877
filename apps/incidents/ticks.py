"""What time does to incidents: the ticker's edge of the room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from apps.incidents.actions.ring_again import ring_for_the_absent

BEAT_S: Final = 10.0
MISSED_A_BEAT: Final = timedelta(seconds=2.5 * BEAT_S)
# The web processes write who is present every 15 s.
SETTLES_IN: Final = timedelta(seconds=20)


@dataclass(slots=True)
class Watch:
    """Looks after absent handlers, but not with stale eyes.

    After a pause (another ticker led, or the database was away) nobody could be seen for a while; those who
    are there are let be marked first, or everybody's incidents would ring at once.
    """

    since: datetime | None = None
    last_at: datetime | None = None

    def look(self, at: datetime) -> None:
        """Ring for the absent, unless the watch has only just begun."""
        if self.since is None or self.last_at is None or at - self.last_at > MISSED_A_BEAT:
            self.since = at
        if at - self.since >= SETTLES_IN:
            ring_for_the_absent(at=at)
        self.last_at = at


_watch: Final = Watch()


def ring_for_absent_handlers(at: datetime) -> None:
    """Every ten seconds: urgent incidents whose handler's screen is gone."""
    _watch.look(at)
