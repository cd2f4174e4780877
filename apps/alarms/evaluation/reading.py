"""The feed becomes alarms: each event once, in one transaction with the reader's advance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from apps.alarms.actions import raise_alarms
from apps.alarms.evaluation.facts import TOPICS
from apps.alarms.evaluation.reacting import follow_up, occurrence_of
from apps.alarms.evaluation.rulebook import switched_on
from apps.alarms.evaluation.sources import known_of
from apps.alarms.evaluation.taking import take
from apps.alarms.evaluation.waiting import due, fact_from
from apps.alarms.models import Wait
from apps.live.cursors import reading, unread_since
from apps.live.feed import change

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
    if not due(at=at).exists():
        return 0
    unread = unread_since(READER)
    with change(at=at):
        waits = [wait for wait in due(at=at).select_for_update(of=("self",)) if _is_read(wait, unread)]
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
