"""How good the alarms of a region are, by the measures of ANSI/ISA-18.2 clause 16, computed from every single alarm.

An alarm counts where it was raised within the period; floods and standing alarms by the part of the period that they
take. Percentiles are continuous (`percentile_cont`), over all alarms that somebody acknowledged, never averaged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q

from apps.alarms.flood import WINDOW, floods, within
from apps.alarms.models import Alarm
from apps.alarms.querysets import AlarmQuerySet
from apps.alarms.workflow import PRIORITIES

STANDING: Final = timedelta(hours=24)
SOURCES: Final = 10
# What good practice asks for; priorities are critical and high, medium, low, as 5/15/80.
TARGETS: Final = {"per_operator_10min": 1.0, "flood_share": 0.01, "standing": 0, "chattering": 0}
PRIORITY_TARGETS: Final = {"low": 0.80, "medium": 0.15, "urgent": 0.05}


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Seconds from an alarm to its acknowledgement; None where nobody acknowledged any."""

    count: int
    median_s: float | None
    p90_s: float | None
    p95_s: float | None
    longest_s: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """The measures of one region, or of several together (`region` is empty)."""

    region: str
    alarms: int
    occurrences: int
    per_operator_10min: float
    floods: int
    flood_share: float
    priorities: dict[int, int]
    chattering: int
    standing: int
    unacknowledged: int
    false: int
    acknowledged: Percentiles
    sources: list[tuple[str, str, int]]


def measured(codes: Sequence[str], start: datetime, end: datetime, *, operators: int = 1) -> list[Quality]:
    """The measures of each region, in order of their codes; `operators` share the alarms of a region."""
    times = _times(codes, start, end)
    facts = _facts(codes, start, end)
    standing = _standing(codes, start, end)
    sources = _sources(codes, start, end)
    delays = _delays(codes, start, end)
    return [
        _quality(
            code, facts[code], times[code], standing[code], sources[code], delays[code], start, end, operators
        )
        for code in sorted(codes)
    ]


def _quality(
    code: str,
    facts: dict[str, int],
    times: list[datetime],
    standing: int,
    sources: Counter[tuple[str, str]],
    delays: list[float],
    start: datetime,
    end: datetime,
    operators: int,
) -> Quality:
    spans = floods(times, operators=operators)
    inside = [span for span in spans if (span.ended_at or end) > start and span.began_at < end]
    windows = (end - start) / WINDOW
    return Quality(
        region=code,
        alarms=facts["alarms"],
        occurrences=facts["occurrences"],
        per_operator_10min=facts["alarms"] / windows / operators,
        floods=len(inside),
        flood_share=within(inside, start, end) / (end - start),
        priorities={priority: facts[f"p{priority}"] for priority in PRIORITIES},
        chattering=facts["chattering"],
        standing=standing,
        unacknowledged=facts["unacknowledged"],
        false=facts["false"],
        acknowledged=percentiles(delays),
        sources=[(source, name, count) for (source, name), count in _most(sources)],
    )


def _most(sources: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return sorted(sources.items(), key=lambda one: (-one[1], one[0]))[:SOURCES]


def percentiles(delays: Iterable[float]) -> Percentiles:
    """Of these seconds, interpolated between the two nearest, as `percentile_cont` does."""
    ordered = sorted(delays)
    if not ordered:
        return Percentiles(0, None, None, None, None)
    return Percentiles(len(ordered), _at(ordered, 0.5), _at(ordered, 0.9), _at(ordered, 0.95), ordered[-1])


def _at(ordered: list[float], share: float) -> float:
    """The value at a share of the way: PostgreSQL's rule for `percentile_cont`."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _raised(codes: Sequence[str], start: datetime, end: datetime) -> AlarmQuerySet:
    return Alarm.objects.of_regions(codes).filter(raised_at__gte=start, raised_at__lt=end).order_by()


def _times(codes: Sequence[str], start: datetime, end: datetime) -> dict[str, list[datetime]]:
    """When alarms came, also shortly before: a flood may have begun then."""
    found: dict[str, list[datetime]] = defaultdict(list)
    # A flood that was there at the start began at most so long ago that its window is seen whole.
    rows = _raised(codes, start - timedelta(days=1), end).order_by("raised_at")
    for code, at in rows.values_list("region_id", "raised_at").iterator():
        found[code].append(at)
    return found


def _facts(codes: Sequence[str], start: datetime, end: datetime) -> dict[str, dict[str, int]]:
    rows = _raised(codes, start, end).values("region_id")
    counted: Any = rows.annotate(
        alarms=Count("pk"),
        chattering=Count("pk", filter=Q(is_chattering=True)),
        unacknowledged=Count("pk", filter=Q(acknowledged_at=None)),
        false=Count("pk", filter=Q(clearing="false")),
        **{f"p{priority}": Count("pk", filter=Q(priority=priority)) for priority in PRIORITIES},
    )
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in counted:
        found[row["region_id"]].update({name: value for name, value in row.items() if name != "region_id"})
    for code, occurrences in _raised(codes, start, end).values_list("region_id", "occurrences").iterator():
        found[code]["occurrences"] += occurrences
    return found


def _standing(codes: Sequence[str], start: datetime, end: datetime) -> dict[str, int]:
    """Alarms that at some moment of the period had been open for more than a day."""
    there = Alarm.objects.of_regions(codes).filter(raised_at__lt=end - STANDING).order_by()
    long_ones = there.filter(
        Q(cleared_at=None) | (Q(cleared_at__gt=start) & Q(cleared_at__gt=F("raised_at") + STANDING))
    )
    rows = long_ones.values("region_id").annotate(count=Count("pk"))
    return defaultdict(int, {row["region_id"]: row["count"] for row in rows})


def _sources(codes: Sequence[str], start: datetime, end: datetime) -> dict[str, Counter[tuple[str, str]]]:
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    rows = _raised(codes, start, end).values("region_id", "source", "source_name", "source_code")
    for row in rows.annotate(count=Count("pk")):
        name = row["source_name"] or row["source_code"]
        found[row["region_id"]][row["source"], name] += row["count"]
    return found


def _delays(codes: Sequence[str], start: datetime, end: datetime) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    seen = _raised(codes, start, end).filter(acknowledged_at__isnull=False)
    for code, raised_at, seen_at in seen.values_list("region_id", "raised_at", "acknowledged_at").iterator():
        if seen_at is not None:
            found[code].append((seen_at - raised_at).total_seconds())
    return found
