"""The feed becomes alarms: each event once, in one transaction with the reader's advance."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError

from apps.alarms.actions import raise_alarms
from apps.alarms.evaluation.facts import TOPICS
from apps.alarms.evaluation.reacting import follow_up, occurrence_of
from apps.alarms.evaluation.rulebook import switched_on
from apps.alarms.evaluation.sources import known_of
from apps.alarms.evaluation.taking import said_of, take
from apps.alarms.evaluation.waiting import due, fact_from
from apps.alarms.models import Wait
from apps.live.cursors import reading, unread_since
from apps.live.feed import change

log = structlog.get_logger(__name__)
READER: Final = "alarms"
# Of each region at once: what is more waits for the next beat, a fraction of a second later.
AT_ONCE: Final = 1000


def read_the_feed(*, at: datetime) -> int:
    """Hold what has happened since the last time against the rules; how many facts there were."""
    with reading(READER, limit=AT_ONCE, topics=TOPICS) as happenings:
        return take(happenings, at=at) if happenings else 0


def raise_what_waited(*, at: datetime) -> int:
    """Raise what has not ended within its grace time; how many facts.

    Where the feed has not been read up to the end of that time (after a restart), the end may be there unread: it waits on.
    """
    ids = list(due(at=at).values_list("pk", flat=True))
    return _raise_waits(ids, unread_since(READER), at) if ids else 0


def _raise_waits(ids: Sequence[int], unread: Mapping[str, datetime], at: datetime) -> int:
    """Raise these; where that fails, each half alone. One that cannot be raised keeps its error and waits for an admin."""
    try:
        return _raised(ids, unread, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # whatever it is, it must not stop the alarms of a country
        if len(ids) == 1:
            log.error("wait_not_raised", wait=ids[0], exc_info=error)
            Wait.objects.filter(pk=ids[0]).update(error=said_of(error), tried_at=at)
            return 0
    middle = len(ids) // 2
    return _raise_waits(ids[:middle], unread, at) + _raise_waits(ids[middle:], unread, at)


def _raised(ids: Sequence[int], unread: Mapping[str, datetime], at: datetime) -> int:
    with change(at=at):
        rows = due(at=at).filter(pk__in=ids).order_by("due_at", "pk").select_for_update(of=("self",))
        waits = [wait for wait in rows if _is_read(wait, unread)]
        facts = {wait.pk: fact_from(wait.happening) for wait in waits}
        rules = {rule.id: rule for rule in switched_on({fact.trigger for fact in facts.values()})}
        known = known_of(facts.values())
        occurrences = [
            occurrence_of(facts[wait.pk], rules[wait.rule_id], known)
            for wait in waits
            if wait.rule_id in rules
        ]
        alarms = raise_alarms(occurrences=occurrences, by=None, at=at)
        follow_up(alarms, rules.values(), at=at)
        due(at=at).filter(pk__in=facts).delete()
    return len(facts)


def _is_read(wait: Wait, unread: Mapping[str, datetime]) -> bool:
    first = unread.get(wait.happening["region"])
    return first is None or first > wait.due_at
