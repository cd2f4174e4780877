"""A sensor is taken out of use, comes back, or is changed by a form or a table."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from apps.core.errors import NotFound
from apps.live.epochs import new_epoch
from apps.live.feed import change
from apps.sensors.judging import judge
from apps.sensors.models import Sensor, SensorState

# More than so many at once, and screens had better load everything anew.
ONE_BY_ONE: Final = 100


def retire_sensor(*, sensor_id: int, at: datetime) -> Sensor:
    """From now on the sensor is in no list, takes no reading, and what it had crossed has ended; its past stays."""
    return _put(sensor_id, at, retired_at=at)


def reinstate_sensor(*, sensor_id: int, at: datetime) -> Sensor:
    """The sensor is in use again."""
    return _put(sensor_id, at, retired_at=None)


def _put(sensor_id: int, at: datetime, *, retired_at: datetime | None) -> Sensor:
    with change(at=at):
        try:
            sensor = Sensor.objects.locked(sensor_id)
        except Sensor.DoesNotExist:
            raise NotFound from None
        if (sensor.retired_at is None) != (retired_at is None):
            sensor.retired_at = retired_at
            sensor.save(update_fields=["retired_at"])
            tell_of_sensors(sensor_ids=[sensor.pk], at=at)
        return sensor


def tell_of_sensors(*, sensor_ids: Collection[int], at: datetime, left: Collection[str] = ()) -> None:
    """Judge anew, and tell the screens of, sensors that a form or a table changed; `left` are regions they were in."""
    ids = list(sensor_ids)
    with change(at=at) as feed:
        list(SensorState.objects.select_for_update().filter(sensor__in=ids).order_by("pk").values_list("pk"))
        judge(ids, {}, at=at, feed=feed)
        rows = Sensor.objects.filter(pk__in=ids).values_list("pk", "region_id")
        if len(rows) > ONE_BY_ONE:
            for code in sorted({region for _, region in rows} | set(left)):
                new_epoch(region=code)
            return
        for pk, region in rows:
            feed.touch(topic="sensors", kind="sensor.changed", object_id=str(pk), regions={region})
            if gone := set(left) - {region}:
                feed.remove(topic="sensors", kind="sensor.removed", object_id=str(pk), regions=gone)
