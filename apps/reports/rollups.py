"""How facts are kept condensed: what was touched is condensed again, days are rebuilt from the ground."""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Min

from apps.regions.scope import Scope
from apps.reports.facts import CALL, FACT, INCIDENT, REGION, condense
from apps.reports.intervals import ONE_PER_INCIDENT
from apps.reports.models import Fact, Touch
from apps.reports.periods import Period

log = structlog.get_logger(__name__)
# One condenser at a time; the lock ends with its transaction, so a connection pool may stand in between.
LOCK: Final = 0x5C_FAC7
BATCH: Final = 2000
# What a reader waits for: some tenths of a second of condensing. The rest is left to the job.
READER_BATCHES: Final = 3
# A day somewhere is no further than this from the same day in UTC.
ZONE_MARGIN: Final = timedelta(hours=15)
# What could not be condensed is tried again after so long, and told each time.
RETRY_AFTER: Final = timedelta(minutes=10)
# An incident, or a call without one.
Subject = tuple[UUID | None, UUID | None]

_TAKE: Final = f"""
    DELETE FROM {Touch._meta.db_table} WHERE id IN (
      SELECT id FROM {Touch._meta.db_table} WHERE retry_at IS NULL OR retry_at <= %s
      ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING incident_id, call_id
"""


def _lock(*, wait: bool) -> bool:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _condense(subjects: Sequence[Subject]) -> int:
    return condense(
        incidents=[incident for incident, _ in subjects if incident],
        calls=[call for _, call in subjects if call],
    )


def _condense_apart(subjects: Sequence[Subject], *, at: datetime) -> int:
    """Condense them together; what the database refuses is sought by halves, so that it stops nobody else."""
    try:
        with transaction.atomic():
            return _condense(subjects)
    except (IntegrityError, DataError) as error:
        if len(subjects) > 1:
            half = len(subjects) // 2
            return _condense_apart(subjects[:half], at=at) + _condense_apart(subjects[half:], at=at)
        [(incident, call)] = subjects
        log.exception("not_condensed", incident=str(incident), call=str(call), error=str(error))
        Touch.objects.create(incident_id=incident, call_id=call, at=at, retry_at=at + RETRY_AFTER)
        return 0


def _subjects(incidents: Iterable[UUID], calls: Iterable[UUID]) -> list[Subject]:
    return [*((one, None) for one in sorted(set(incidents))), *((None, one) for one in sorted(set(calls)))]


@transaction.atomic
def _batch(*, at: datetime, wait: bool) -> int | None:
    """Condense what was touched first; answers how many touches were taken, None if somebody else is at it."""
    if not _lock(wait=wait):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [at, BATCH])
        touched = cursor.fetchall()
    if touched:
        incidents = (incident for incident, _ in touched if incident)
        _condense_apart(_subjects(incidents, (call for _, call in touched if call)), at=at)
    return len(touched)


def refresh(*, at: datetime, batches: int | None = None, wait: bool = True) -> datetime:
    """Condense what was touched, all of it or `batches`; answers the moment that the facts now tell of.

    That is `at`, or the time of the oldest change that still waits. What could not be condensed keeps its former facts
    and is tried again later; it is told in the log, and holds nobody up.
    """
    done = 0
    while batches is None or done < batches:
        taken = _batch(at=at, wait=wait)
        done += 1
        if taken is None or taken < BATCH:
            break
    oldest = Touch.objects.waiting().aggregate(at=Min("at"))["at"]
    return min(at, oldest) if oldest else at


def refresh_for_reading(*, at: datetime) -> datetime:
    """As `refresh`, within what a reader waits for, and never behind another condenser."""
    return refresh(at=at, batches=READER_BATCHES, wait=False)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What rebuilding gave."""

    days: int
    incidents: int
    facts: int

    def __add__(self, other: "Rebuilt") -> "Rebuilt":
        return Rebuilt(self.days + other.days, self.incidents + other.incidents, self.facts + other.facts)


_INCIDENTS_OF_DAY: Final = f"""
    SELECT n.id FROM {INCIDENT} n JOIN {REGION} r ON r.code = n.region_id
    WHERE n.reported_at >= %(from)s AND n.reported_at < %(to)s AND (n.reported_at AT TIME ZONE r.time_zone)::date = %(day)s
      AND (%(regions)s::text[] IS NULL OR n.region_id = ANY(%(regions)s))
    UNION SELECT incident_id FROM {FACT} WHERE day = %(day)s AND incident_id IS NOT NULL
      AND (%(regions)s::text[] IS NULL OR region_id = ANY(%(regions)s))
"""
_CALLS_OF_DAY: Final = f"""
    SELECT c.id FROM {CALL} c JOIN {REGION} r ON r.code = c.region_id
    WHERE c.rang_at >= %(from)s AND c.rang_at < %(to)s AND c.incident_id IS NULL
      AND (c.rang_at AT TIME ZONE r.time_zone)::date = %(day)s
      AND (%(regions)s::text[] IS NULL OR c.region_id = ANY(%(regions)s))
    UNION SELECT subject_id FROM {FACT} WHERE day = %(day)s AND incident_id IS NULL
      AND (%(regions)s::text[] IS NULL OR region_id = ANY(%(regions)s))
"""


def _ids(query: str, day: date, regions: Sequence[str] | None) -> list[UUID]:
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    bounds: dict[str, Any] = {
        "from": midnight - ZONE_MARGIN,
        "to": midnight + timedelta(days=1) + ZONE_MARGIN,
        "day": day,
    }
    bounds["regions"] = None if regions is None else list(regions)
    with connection.cursor() as cursor:
        cursor.execute(query, bounds)
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def rebuild_day(day: date, *, at: datetime, regions: Sequence[str] | None = None) -> Rebuilt:
    """Condense every incident and call of a local day, or of these regions, from the ground.

    What cannot be condensed is tried again after `at`.
    """
    _lock(wait=True)
    incidents, calls = _ids(_INCIDENTS_OF_DAY, day, regions), _ids(_CALLS_OF_DAY, day, regions)
    return Rebuilt(1, len(incidents), _condense_apart(_subjects(incidents, calls), at=at))


def rebuild(days: Iterable[date], *, at: datetime) -> Rebuilt:
    """Rebuild each of these days, one transaction a day."""
    done = [rebuild_day(day, at=at) for day in days]
    return Rebuilt(len(done), sum(one.incidents for one in done), sum(one.facts for one in done))


def count_incidents(period: Period, scope: Scope) -> int:
    """How many incidents these days hold, by their facts."""
    return Fact.objects.in_scope(scope).in_period(period).filter(interval=ONE_PER_INCIDENT).count()
