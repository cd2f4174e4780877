"""What to know before signing: which incidents a report leaves out, and why; and the lists of them."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.workflow import Interval
from apps.reports.intervals import State
from apps.reports.models import Fact
from apps.reports.querysets import FactQuerySet
from apps.reports.questions import Question

CORRECTED: Final = "corrected"
MISSED_OPEN: Final = "missed_open"
# In the order of weight. Cancelled and unfounded ones are no matter for a signature.
OF_INTERVAL: Final = (State.MISSING, State.OFFICER_INITIATED)
OF_ANY_INTERVAL: Final = (State.DISORDERED, State.EXERCISE, State.MERGED)
REASONS: Final = (MISSED_OPEN, CORRECTED, *(state.value for state in State if state != State.COUNTED))


def _facts(question: Question) -> FactQuerySet:
    facts = Fact.objects.in_scope(question.scope).in_period(question.period)
    if question.priorities:
        facts = facts.filter(priority__in=question.priorities)
    return facts.filter(type_id__in=question.types) if question.types else facts


def listed(
    question: Question, why: str, *, as_of: datetime, interval: Interval | None = None
) -> QuerySet[Incident]:
    """The incidents that a notice counts, the latest first.

    `interval` narrows states of a pair to one interval; `corrected` are those with a corrected stamp.
    """
    facts = _facts(question)
    if why == CORRECTED:
        facts = facts.filter(interval=Interval.RESOLUTION)
    elif why == MISSED_OPEN:
        facts = facts.missed_open(as_of=as_of)
    else:
        facts = facts.filter(state=why)
    if interval and why != CORRECTED:
        facts = facts.filter(interval=interval)
    found = Incident.objects.filter(pk__in=facts.values("incident_id"))
    if why == CORRECTED:
        lines = HistoryEntry.objects.filter(incident=OuterRef("pk"), kind="stamp_corrected")
        found = found.filter(Exists(lines))
    return found.order_by("-reported_at", "-id")


def notices(question: Question, *, total: dict[str, Any], as_of: datetime) -> list[dict[str, Any]]:
    """`[{"code", "interval", "count", "share"}]`, without those that count nothing."""
    interval = question.interval
    told = total["intervals"][interval.value]
    due = told["n"] + sum(
        told["excluded"].get(state.value, 0) for state in (State.DISORDERED, State.MISSING, State.OPEN)
    )
    found: list[tuple[str, Interval | None, int]] = [(MISSED_OPEN, interval, told["missed_open"])]
    found += [(state.value, interval, told["excluded"].get(state.value, 0)) for state in OF_INTERVAL]
    for code in (*(state.value for state in OF_ANY_INTERVAL), CORRECTED):
        found.append((code, None, listed(question, code, as_of=as_of).count()))
    return [
        {
            "code": code,
            "interval": of.value if of else None,
            "count": count,
            "share": count / due if of and due else None,
        }
        for code, of, count in found
        if count
    ]
