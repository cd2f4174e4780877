"""Whose screen is there: a row per user, written by each web process in batches, never socket by socket."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from apps.live.admission import Admission
from apps.live.models import Presence
from apps.live.reading import in_thread

GONE_AFTER: Final = timedelta(seconds=60)

# In the order of the users, so that two processes never wait for each other; a user may be gone meanwhile.
SEEN: Final = """
    INSERT INTO live_presence AS known (user_id, last_seen_at)
    SELECT u.id, seen.at
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS seen (user_id, at)
    JOIN accounts_user u ON u.id = seen.user_id
    ORDER BY u.id
    ON CONFLICT (user_id) DO UPDATE SET last_seen_at = excluded.last_seen_at
    WHERE known.last_seen_at < excluded.last_seen_at
"""


def mark_seen(seen: Mapping[int, datetime]) -> None:
    """Keep when each of these users was last seen, by one query; an earlier time changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [list(seen), list(seen.values())])


def present(*, at: datetime) -> QuerySet[Presence]:
    """The users whose screen is there, or was within the last minute."""
    return Presence.objects.filter(last_seen_at__gte=at - GONE_AFTER)


class Attendance:
    """When the users of a process's sockets were last seen, as far as it is not yet written."""

    def __init__(self) -> None:
        self._seen: dict[int, datetime] = {}

    def note(self, admission: Admission, *, at: datetime) -> None:
        """Somebody has a screen, or had it until now: neither programs with a key have one nor people in the field."""
        if admission.key_id is None and not admission.is_own:
            self._seen[admission.principal_id] = at

    async def write(self) -> None:
        """Write all that was noted; what cannot be written is kept. Raises `DatabaseError`."""
        seen = dict(self._seen)
        if not seen:
            return
        await in_thread(mark_seen, seen)
        for user, at in seen.items():
            if self._seen[user] == at:
                del self._seen[user]
