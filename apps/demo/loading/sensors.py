"""The demo's sensors, and what they said in the past days."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from apps.core.clock import TASHKENT
from apps.core.copying import copy_rows
from apps.core.geo import point
from apps.core.packing import copy_rows_of, micros_of, packed_cursor
from apps.demo.gauges import PREFIX, Drawn, calibration_of, draw_sensors, value_at
from apps.demo.geography import Ground
from apps.live.epochs import rewriting
from apps.sensors.actions import tell_of_sensors
from apps.sensors.models import RollupProgress, Sensor
from apps.sensors.partitions import keep_days
from apps.sensors.rollups import condense
from apps.sensors.storing import COPY

PAST: Final = timedelta(days=2)
EVERY: Final = timedelta(minutes=10)
# Three of them are longer than the past's steps, which are no gaps then.
INTERVAL_S: Final = 300
AT_ONCE: Final = 100
NEWEST: Final = """
    UPDATE sensors_sensorstate s SET at = n.at, value = n.value, received_at = n.at, judged_at = n.at
    FROM (
        SELECT DISTINCT ON (r.sensor_id) r.sensor_id, r.at, r.value FROM sensors_reading r
        WHERE r.sensor_id = ANY(%s) ORDER BY r.sensor_id, r.at DESC
    ) n WHERE n.sensor_id = s.sensor_id
"""


def load_sensors(*, total: int, grounds: Mapping[str, Ground], at: datetime) -> int:
    """Put up `total` sensors that have spoken for two days; does nothing where the demo has sensors already."""
    if total == 0 or Sensor.objects.filter(code__startswith=PREFIX).exists():
        return 0
    keep_days(at=at)
    begins_at = (at - PAST).replace(minute=0, second=0, microsecond=0)
    RollupProgress.objects.update_or_create(step="minute", defaults={"upto": begins_at})
    with rewriting() as regions:
        drawn = draw_sensors(total=total, grounds=grounds)
        copy_rows([_sensor(each, at) for each in drawn])
        regions |= {each.region for each in drawn}
        _speak(begins_at, at)
    condense(at=at)
    ids = list(Sensor.objects.filter(code__startswith=PREFIX).values_list("pk", flat=True))
    tell_of_sensors(sensor_ids=ids, at=at)
    return total


def _sensor(drawn: Drawn, at: datetime) -> Sensor:
    calibrated_on, due_on = calibration_of(drawn.code, today=at.astimezone(TASHKENT).date())
    return Sensor(
        code=drawn.code,
        name=drawn.name,
        region_id=drawn.region,
        kind_id=drawn.kind,
        location=point(drawn.lon, drawn.lat),
        address=drawn.address,
        every_s=INTERVAL_S,
        calibrated_on=calibrated_on,
        calibration_due_on=due_on,
    )


def _speak(begins_at: datetime, at: datetime) -> None:
    sensors = list(
        Sensor.objects.filter(code__startswith=PREFIX).only("pk", "code", "kind_id").order_by("pk")
    )
    for first in range(0, len(sensors), AT_ONCE):
        group = sensors[first : first + AT_ONCE]
        _copy(list(_readings(group, begins_at, at)))
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, [[sensor.pk for sensor in group]])


Row = tuple[int, int, float, bool]


def _readings(sensors: Sequence[Sensor], begins_at: datetime, at: datetime) -> Iterator[Row]:
    for sensor in sensors:
        moment = begins_at
        while moment < at:
            yield sensor.pk, micros_of(moment), value_at(sensor.code, sensor.kind_id, moment), False
            moment += EVERY


def _copy(rows: Sequence[Row]) -> None:
    body = copy_rows_of("qqd?", list(zip(*rows, strict=True)))
    with connection.wrap_database_errors, packed_cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write(body)
