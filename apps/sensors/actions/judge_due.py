"""What time alone brings to sensors: silence, delays that are over, maintenance that begins or ends."""

from datetime import datetime
from typing import Final

from django.db import connection

from apps.live.feed import change
from apps.sensors.judging import judge

AT_ONCE: Final = 1000

# Whoever has spoken since is looked at again when that would be silence: readings do not move `due_at` themselves,
# so that storing one touches no index of the states.
PUT_OFF: Final = """
    UPDATE sensors_sensorstate s SET due_at = s.at + s.silent_s * interval '1 second'
    WHERE s.sensor_id IN (
        SELECT d.sensor_id FROM sensors_sensorstate d
        WHERE d.due_at <= %(at)s AND d.is_quiet AND d.at + d.silent_s * interval '1 second' > %(at)s
          AND NOT EXISTS (
              SELECT FROM sensors_sensormaintenance m WHERE m.sensor_id = d.sensor_id AND m.ends_at >= d.due_at
          )
        FOR UPDATE SKIP LOCKED
    )
"""
DUE: Final = """
    SELECT sensor_id FROM sensors_sensorstate
    WHERE sensor_id = ANY(ARRAY(
        SELECT sensor_id FROM sensors_sensorstate WHERE due_at <= %(at)s ORDER BY due_at LIMIT %(limit)s
    ))
    AND due_at <= %(at)s
    ORDER BY sensor_id FOR UPDATE SKIP LOCKED
"""


def judge_due(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Judge the sensors for which something is due, at most `limit`; answers how many there were.

    One that somebody else holds is left for the next time.
    """
    with change(at=at) as feed:
        with connection.cursor() as cursor:
            cursor.execute(PUT_OFF, {"at": at})
            cursor.execute(DUE, {"at": at, "limit": limit})
            due = [sensor for (sensor,) in cursor]
        if due:
            judge(due, {}, at=at, feed=feed)
    return len(due)
