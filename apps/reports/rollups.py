"""How facts are kept condensed: what was touched is condensed again, days are rebuilt from the ground."""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min

from apps.regions.scope import Scope
from apps.reports.facts import CALL, FACT, INCIDENT, REGION, condense
from apps.reports.intervals import ONE_PER_INCIDENT
from apps.reports.models import Fact, Touch
from apps.reports.periods import Period

# One condenser at a time; the lock ends with its transaction, so a connection pool may stand in between.
LOCK: Final = 0x5C_FAC7
BATCH: Final = 2000
# What a reader waits for: some tenths of a second of condensing. The rest is left to the job.
READER_BATCHES: Final = 3
# A day somewhere is no further than this from the same day in UTC.
ZONE_MARGIN: Final = timedelta(hours=15)

_TAKE: Final = f"""
    DELETE FROM {Touch._meta.db_table} WHERE id IN (
      SELECT id FROM {Touch._meta.db_table} ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING incident_id, call_id
"""


def _lock(*, wait: bool) -> bool:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def _batch(*, wait: bool) -> int | None:
    """Condense what was touched first; answers how many touches were taken, None if somebody else is at it."""
    if not _lock(wait=wait):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [BATCH])
        touched = cursor.fetchall()
    if touched:
        incidents = {incident for incident, _ in touched if incident}
        calls = {call for _, call in touched if call}
        condense(incidents=sorted(incidents), calls=sorted(calls))
    return len(touched)


def refresh(*, at: datetime, batches: int | None = None, wait: bool = True) -> datetime:
    """Condense what was touched, all of it or `batches`; answers the moment that the facts now tell of.

    That is `at`, or the time of the oldest change that still waits.
    """
    done = 0
    while batches is None or done < batches:
        taken = _batch(wait=wait)
        done += 1
        if taken is None or taken < BATCH:
            break
    oldest = Touch.objects.aggregate(at=Min("at"))["at"]
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


_INCIDENTS_OF_DAY: Final = f"""
    SELECT n.id FROM {INCIDENT} n JOIN {REGION} r ON r.code = n.region_id
    WHERE n.reported_at >= %(from)s AND n.reported_at < %(to)s AND (n.reported_at AT TIME ZONE r.time_zone)::date = %(day)s
    UNION SELECT incident_id FROM {FACT} WHERE day = %(day)s AND incident_id IS NOT NULL
"""
_CALLS_OF_DAY: Final = f"""
    SELECT c.id FROM {CALL} c JOIN {REGION} r ON r.code = c.region_id
    WHERE c.rang_at >= %(from)s AND c.rang_at < %(to)s AND c.incident_id IS NULL
      AND (c.rang_at AT TIME ZONE r.time_zone)::date = %(day)s
    UNION SELECT subject_id FROM {FACT} WHERE day = %(day)s AND incident_id IS NULL
"""


def _ids(query: str, day: date) -> list[UUID]:
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    bounds = {"from": midnight - ZONE_MARGIN, "to": midnight + timedelta(days=1) + ZONE_MARGIN, "day": day}
    with connection.cursor() as cursor:
        cursor.execute(query, bounds)
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def rebuild_day(day: date) -> Rebuilt:
    """Condense every incident and call of a local day from the ground."""
    _lock(wait=True)
    incidents, calls = _ids(_INCIDENTS_OF_DAY, day), _ids(_CALLS_OF_DAY, day)
    return Rebuilt(1, len(incidents), condense(incidents=incidents, calls=calls))


def rebuild(days: Iterable[date]) -> Rebuilt:
    """Rebuild each of these days, one transaction a day."""
    done = [rebuild_day(day) for day in days]
    return Rebuilt(len(done), sum(one.incidents for one in done), sum(one.facts for one in done))


def count_incidents(period: Period, scope: Scope) -> int:
    """How many incidents these days hold, by their facts."""
    return Fact.objects.in_scope(scope).in_period(period).filter(interval=ONE_PER_INCIDENT).count()
