"""How shifts and assignments become facts of a unit's local day: one statement, from the rows themselves.

Time is put together as multiranges, so that a moment counts once however many shifts or assignments cover it
(https://www.postgresql.org/docs/15/functions-range.html). A shift counts on each day that it touches, cut at midnight.
Duty that goes on counts up to the moment of condensing, and a call for as long as there is duty. A call belongs to the
day on which the unit was sent; one without that stamp belongs to no one's duty and is counted apart. An assignment
that ended without a stamp of its end commits no time: none is invented. Exercises are no calls.
"""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from apps.incidents.models import Incident
from apps.inspectors.models import Assignment, Shift
from apps.inspectors.workflow import ACTIVE
from apps.reports.activity.models import Activity

ACTIVITY: Final = Activity._meta.db_table
SHIFT: Final = Shift._meta.db_table
ASSIGNMENT: Final = Assignment._meta.db_table
INCIDENT: Final = Incident._meta.db_table
ZONE: Final = "Asia/Tashkent"
UnitDay = tuple[int, date]

_ACTIVE: Final = ", ".join(f"'{status}'" for status in sorted(ACTIVE))
# The first thing that is known of it: without `assigned_at`, the day it is told on.
CAME: Final = "COALESCE(assigned_at, accepted_at, en_route_at, on_scene_at, cleared_at, ended_at)"
_TOOK: Final = "num_nonnulls(accepted_at, en_route_at, on_scene_at, cleared_at) > 0"
_LENGTH: Final = (
    "(SELECT COALESCE(sum((extract(epoch FROM upper(r) - lower(r)) * 1e6)::bigint), 0) FROM unnest({}) AS r)"
)
_ACCEPT: Final = "(extract(epoch FROM accepted_at - assigned_at) * 1e6)::bigint"

_FORGET: Final = f"""
    DELETE FROM {ACTIVITY} a USING unnest(%(units)s::bigint[], %(days)s::date[]) AS asked(unit_id, day)
    WHERE a.unit_id = asked.unit_id AND a.day = asked.day
"""
_CONDENSE: Final = f"""
    WITH asked AS MATERIALIZED (
      SELECT DISTINCT unit_id, day, day::timestamp AT TIME ZONE '{ZONE}' AS since,
        (day + 1)::timestamp AT TIME ZONE '{ZONE}' AS until
      FROM unnest(%(units)s::bigint[], %(days)s::date[]) AS asked(unit_id, day)
    ), turns AS MATERIALIZED (
      SELECT q.unit_id, q.day, s.inspector_id, s.ended_at IS NULL AS runs,
        tstzrange(GREATEST(s.began_at, q.since), LEAST(COALESCE(s.ended_at, %(at)s), q.until)) AS span
      FROM asked q JOIN {SHIFT} s ON s.unit_id = q.unit_id
      WHERE s.began_at < q.until AND COALESCE(s.ended_at, %(at)s) > GREATEST(q.since, s.began_at)
    ), sent AS MATERIALIZED (
      SELECT q.unit_id, q.day, q.since, q.until, n.status, n.assigned_at, n.accepted_at, n.en_route_at, n.on_scene_at,
        n.cleared_at, n.ended_at, n.status IN ({_ACTIVE}) AS is_active
      FROM asked q JOIN {ASSIGNMENT} n ON n.unit_id = q.unit_id
      WHERE NOT EXISTS (SELECT FROM {INCIDENT} i WHERE i.id = n.incident_id AND i.is_exercise) AND {CAME} < q.until
        AND (n.ended_at > q.since OR n.ended_at IS NULL OR {CAME} >= q.since)
    ), work AS MATERIALIZED (
      SELECT unit_id, day, range_agg(tstzrange(GREATEST(assigned_at, since), LEAST(ended_at, until))) AS spans
      FROM sent
      WHERE (is_active OR ended_at IS NOT NULL)
        AND GREATEST(assigned_at, since) < LEAST(ended_at, until) AND assigned_at IS NOT NULL
      GROUP BY unit_id, day
    ), people AS MATERIALIZED (
      SELECT unit_id, day, inspector_id, range_agg(span) AS duty, bool_or(runs) AS runs FROM turns
      GROUP BY GROUPING SETS ((unit_id, day, inspector_id), (unit_id, day))
    ), own AS MATERIALIZED (
      SELECT q.unit_id, q.day, p.inspector_id, COALESCE(p.duty, '{{}}') AS duty,
        COALESCE(p.runs AND q.until > %(at)s, false) AS runs
      FROM asked q LEFT JOIN people p USING (unit_id, day)
    ), counted AS MATERIALIZED (
      SELECT o.unit_id, o.day, o.inspector_id,
        count(*) FILTER (WHERE o.duty @> s.assigned_at) AS calls,
        count(*) FILTER (WHERE o.duty @> s.assigned_at AND {_TOOK}) AS accepted,
        count(*) FILTER (WHERE o.duty @> s.assigned_at AND s.status = 'refused') AS refused,
        count(*) FILTER (WHERE o.duty @> s.assigned_at AND s.status = 'expired') AS expired,
        count(*) FILTER (WHERE o.duty @> s.assigned_at AND s.status IN ('stood_down', 'pre_empted')) AS withdrawn,
        count(*) FILTER (WHERE o.duty @> s.assigned_at AND s.on_scene_at IS NOT NULL) AS arrived,
        count(*) FILTER (WHERE o.inspector_id IS NULL AND NOT o.duty @> s.assigned_at) AS off_shift,
        count(*) FILTER (WHERE o.inspector_id IS NULL AND s.assigned_at IS NULL) AS unstamped,
        count(*) FILTER (WHERE o.inspector_id IS NULL AND NOT s.is_active AND s.ended_at IS NULL) AS unended,
        COALESCE(array_agg({_ACCEPT} ORDER BY s.accepted_at - s.assigned_at)
          FILTER (WHERE o.duty @> s.assigned_at AND s.accepted_at >= s.assigned_at), '{{}}') AS accept_us
      FROM own o JOIN sent s USING (unit_id, day)
      WHERE {CAME} >= s.since
      GROUP BY o.unit_id, o.day, o.inspector_id
    )
    INSERT INTO {ACTIVITY} (
      day, unit_id, inspector_id, duty_us, committed_us, calls, accepted, refused, expired, withdrawn, arrived,
      off_shift, unstamped, unended, accept_us, is_running, computed_at
    )
    SELECT o.day, o.unit_id, o.inspector_id,
      CASE WHEN o.inspector_id IS NULL THEN 0 ELSE {_LENGTH.format("o.duty")} END,
      CASE WHEN o.inspector_id IS NULL THEN 0 ELSE {_LENGTH.format("o.duty * w.spans")} END,
      COALESCE(c.calls, 0), COALESCE(c.accepted, 0), COALESCE(c.refused, 0), COALESCE(c.expired, 0),
      COALESCE(c.withdrawn, 0), COALESCE(c.arrived, 0), COALESCE(c.off_shift, 0), COALESCE(c.unstamped, 0),
      COALESCE(c.unended, 0), COALESCE(c.accept_us, '{{}}'), o.runs, %(at)s
    FROM own o
    LEFT JOIN work w ON w.unit_id = o.unit_id AND w.day = o.day
    LEFT JOIN counted c ON c.unit_id = o.unit_id AND c.day = o.day AND c.inspector_id IS NOT DISTINCT FROM o.inspector_id
    WHERE o.duty <> '{{}}' OR c.calls + c.off_shift + c.unstamped > 0
"""


def condense(unit_days: Sequence[UnitDay], *, at: datetime) -> int:
    """Make these units' days anew as they are known at `at`; answers how many facts there are."""
    values: dict[str, Any] = {
        "units": [unit for unit, _ in unit_days],
        "days": [day for _, day in unit_days],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, values)
        cursor.execute(_CONDENSE, values)
        return int(cursor.rowcount)
