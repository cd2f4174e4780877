"""The own feed of people in the field: whom a change concerns, and how far each person's number has grown.

An inspector never joins a region's feed. The rooms above say, for a topic, which users its objects concern; whoever
is concerned gets the next number in the transaction of the change, and the tablet reads its own things anew.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from django.db import connection

from apps.live.models import OwnFeed

# The ids of objects of one topic -> the users whom they concern.
Audience = Callable[[Collection[str]], Iterable[int]]
_audiences: Final[dict[str, list[Audience]]] = {}

# In the order of the users, so that two transactions never wait for each other.
COUNT_ON: Final = """
    INSERT INTO live_ownfeed AS own (user_id, seq)
    SELECT wanted.user_id, 1 FROM unnest(%s::bigint[]) AS wanted (user_id) ORDER BY wanted.user_id
    ON CONFLICT (user_id) DO UPDATE SET seq = own.seq + 1
"""


def concerns(topic: str, audience: Audience) -> None:
    """Name whom the objects of a topic concern. Called from `AppConfig.ready`."""
    known = _audiences.setdefault(topic, [])
    if audience not in known:
        known.append(audience)


def count_on(touched: Mapping[str, Collection[str]]) -> list[int]:
    """Give the next number to each user whom these objects, by topic, concern; answers who they are."""
    users = {
        user
        for topic, ids in touched.items()
        for audience in _audiences.get(topic, ())
        for user in audience(ids)
    }
    if users:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ON, [sorted(users)])
    return sorted(users)


def own_seqs(users: Collection[int]) -> dict[int, int]:
    """How far the number of each of these users has grown; 0 for whom nothing has concerned yet."""
    known = dict(OwnFeed.objects.filter(user__in=users).values_list("user_id", "seq"))
    return {user: known.get(user, 0) for user in users}
