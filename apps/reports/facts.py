"""How incidents, calls and assignments become facts: one INSERT from SELECT, built from the table of `intervals`.

A pair that both stamps exist of counts, or is disordered. Where a stamp is missing, a cancelled or unfounded incident
does not count; an unresolved one is open as long as the stop stamp can still come. A call that ended unanswered, or
an assignment unaccepted, keeps when it ended, which tells whether it missed its target. A call that a person wrote
down was answered: without the stamp it is known neither when nor whether too late. Exercises, merged duplicates and
what officers initiate are barred whatever their stamps.
"""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import connection

from apps.incidents.models import Call, CallOutcome, Incident, PriorityChange
from apps.incidents.workflow import UNRESOLVED, Interval, Status
from apps.inspectors.models import Assignment
from apps.regions.models import Region
from apps.reports.intervals import MEASURES, Measure, Per, State
from apps.reports.models import Fact

FACT: Final = Fact._meta.db_table
INCIDENT: Final = Incident._meta.db_table
CALL: Final = Call._meta.db_table
ASSIGNMENT: Final = Assignment._meta.db_table
REGION: Final = Region._meta.db_table
PRIORITY_CHANGE: Final = PriorityChange._meta.db_table

COLUMNS: Final = (
    "incident_id, subject_id, interval, state, region_id, district_id, type_id, priority, day, hour, "
    "start_at, stop_at, given_up_at, length_us"
)
_UNRESOLVED: Final = ", ".join(f"'{status}'" for status in sorted(UNRESOLVED))


def _none_later(measure: Measure, alias: str) -> str:
    return " AND ".join(f"{alias}.{stamp} IS NULL" for stamp in measure.later) or "true"


def _of_incident(measure: Measure) -> str:
    stop = f"i.{measure.stop}"
    if measure.interval == Interval.RESOLUTION:
        # A reopened incident is resolved when it is resolved for the last time.
        stop = f"CASE WHEN i.is_unresolved THEN NULL ELSE {stop} END"
    can_come = f"i.is_unresolved AND {_none_later(measure, 'i')}"
    if measure.interval == Interval.RESOLUTION:
        can_come = "i.is_unresolved"
    select = (
        f"SELECT '{measure.interval}'::text, i.id, i.{measure.start}, {stop}, {can_come}, NULL::timestamptz"
    )
    if measure.per == Per.INCIDENT_WITHOUT_CALL:
        select += f" WHERE NOT EXISTS (SELECT FROM {CALL} c WHERE c.incident_id = i.id)"
    return select


def _is_awaited(measure: Measure, alias: str) -> str:
    """Can the stop stamp be missed? Not after a later one; not in a call that a person wrote down, who answered it."""
    is_by_hand = f"{alias}.client_id IS NULL AND {alias}.taken_by_id IS NOT NULL"
    return f"NOT ({is_by_hand})" if measure.per == Per.CALL else _none_later(measure, alias)


def _pair(measure: Measure, alias: str) -> str:
    """Start, stop, whether the stop can still come, and when a row that it never came to was over."""
    awaited = _is_awaited(measure, alias)
    ended = f"{alias}.{measure.ended}"
    return (
        f"{alias}.{measure.start}, {alias}.{measure.stop}, {ended} IS NULL AND {awaited}, "
        f"CASE WHEN {awaited} THEN {ended} END"
    )


def _of_row(measure: Measure, table: str) -> str:
    return (
        f"SELECT '{measure.interval}'::text, x.id, {_pair(measure, 'x')} "
        f"FROM {table} x WHERE x.incident_id = i.id"
    )


def _measured(measure: Measure) -> str:
    if measure.per == Per.CALL:
        return _of_row(measure, CALL)
    if measure.per == Per.ASSIGNMENT:
        return _of_row(measure, ASSIGNMENT)
    return _of_incident(measure)


_ANSWERING_OF_A_CALL: Final = next(measure for measure in MEASURES if measure.per == Per.CALL)


_STATE: Final = f"""
    CASE
      WHEN i.barred IS NOT NULL THEN i.barred
      WHEN m.start_at IS NOT NULL AND m.stop_at IS NOT NULL
        THEN CASE WHEN m.stop_at < m.start_at THEN '{State.DISORDERED}' ELSE '{State.COUNTED}' END
      WHEN i.given_up IS NOT NULL THEN i.given_up
      WHEN m.stop_at IS NULL AND m.can_come THEN '{State.OPEN}'
      ELSE '{State.MISSING}'
    END
"""

_GIVEN_UP_AT: Final = "CASE WHEN m.stop_at IS NULL THEN m.ended_at END"
_LENGTH: Final = "(EXTRACT(EPOCH FROM m.stop_at - m.start_at) * 1000000)::bigint"

# The target is that of the highest priority held before the stop stamp (1 is the highest).
_PRIORITY: Final = f"""
    CASE WHEN m.stop_at IS NULL THEN i.highest_priority
      ELSE LEAST(i.initial_priority, (
        SELECT min(p.after) FROM {PRIORITY_CHANGE} p WHERE p.incident_id = i.id AND p.at < m.stop_at
      ))
    END
"""

_OF_INCIDENTS: Final = f"""
    WITH i AS (
      SELECT n.*,
        n.status IN ({_UNRESOLVED}) AS is_unresolved,
        n.reported_at AT TIME ZONE r.time_zone AS local_at,
        CASE
          WHEN n.is_exercise THEN '{State.EXERCISE}'
          WHEN n.merged_into_id IS NOT NULL THEN '{State.MERGED}'
          WHEN n.is_officer_initiated THEN '{State.OFFICER_INITIATED}'
        END AS barred,
        CASE n.status
          WHEN '{Status.CANCELLED}' THEN '{State.CANCELLED}'
          WHEN '{Status.UNFOUNDED}' THEN '{State.UNFOUNDED}'
        END AS given_up
      FROM {INCIDENT} n JOIN {REGION} r ON r.code = n.region_id
      WHERE n.id = ANY(%s)
    )
    INSERT INTO {FACT} ({COLUMNS})
    SELECT i.id, m.subject_id, m.interval, {_STATE}, i.region_id, i.district_id, i.type_id, {_PRIORITY},
      i.local_at::date, EXTRACT(HOUR FROM i.local_at), m.start_at, m.stop_at, {_GIVEN_UP_AT}, {_LENGTH}
    FROM i CROSS JOIN LATERAL ({" UNION ALL ".join(_measured(measure) for measure in MEASURES)})
      AS m(interval, subject_id, start_at, stop_at, can_come, ended_at)
"""

# A call that became no incident belongs to its own region and to the day on which it rang.
_OF_CALLS: Final = f"""
    WITH i AS (
      SELECT c.*, c.rang_at AT TIME ZONE r.time_zone AS local_at, NULL::text AS given_up,
        CASE WHEN c.outcome = '{CallOutcome.TEST}' THEN '{State.TEST_CALL}' END AS barred
      FROM {CALL} c JOIN {REGION} r ON r.code = c.region_id
      WHERE c.id = ANY(%s) AND c.incident_id IS NULL
    )
    INSERT INTO {FACT} ({COLUMNS})
    SELECT NULL, i.id, '{Interval.ANSWERING}', {_STATE}, i.region_id, NULL, NULL, NULL,
      i.local_at::date, EXTRACT(HOUR FROM i.local_at), m.start_at, m.stop_at, {_GIVEN_UP_AT}, {_LENGTH}
    FROM i CROSS JOIN LATERAL (SELECT {_pair(_ANSWERING_OF_A_CALL, "i")})
      AS m(start_at, stop_at, can_come, ended_at)
"""

# Also what belonged elsewhere when it was condensed: a call moves with a merge, and the other incident may wait.
_FORGET: Final = f"""
    DELETE FROM {FACT}
    WHERE incident_id = ANY(%(incidents)s)
      OR (incident_id IS NULL AND subject_id = ANY(%(calls)s))
      OR subject_id = ANY(ARRAY(
        SELECT id FROM {CALL} WHERE incident_id = ANY(%(incidents)s)
        UNION ALL SELECT id FROM {ASSIGNMENT} WHERE incident_id = ANY(%(incidents)s)
        UNION ALL SELECT id FROM {CALL} WHERE id = ANY(%(calls)s) AND incident_id IS NULL
      ))
"""


def condense(*, incidents: Sequence[UUID], calls: Sequence[UUID]) -> int:
    """Replace the facts of these incidents and of these calls without one; answers how many facts there are now.

    The caller holds the lock of `rollups` in a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"incidents": list(incidents), "calls": list(calls)})
        cursor.execute(_OF_INCIDENTS, [list(incidents)])
        written: int = cursor.rowcount
        cursor.execute(_OF_CALLS, [list(calls)])
        written += cursor.rowcount
    return written
