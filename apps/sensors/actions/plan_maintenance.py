"""Times in which a sensor is worked on."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.core.errors import InvalidInput, NotFound
from apps.live.feed import change
from apps.regions.scope import Actor
from apps.sensors.actions.retire_sensor import tell_of_sensors
from apps.sensors.models import Sensor, SensorMaintenance


def plan_maintenance(
    *, sensor_id: int, begins_at: datetime, ends_at: datetime, reason: str, by: Actor | None, at: datetime
) -> SensorMaintenance:
    """What the sensor says from `begins_at` to `ends_at` raises nothing; what it had crossed ends with the begin."""
    if begins_at >= ends_at:
        raise InvalidInput(fields={"ends_at": [_("The end must come after the begin.")]})
    with change(at=at):
        if not Sensor.objects.active().filter(pk=sensor_id).exists():
            raise NotFound
        window = SensorMaintenance.objects.create(
            sensor_id=sensor_id, begins_at=begins_at, ends_at=ends_at, reason=reason
        )
        tell_of_sensors(sensor_ids=[sensor_id], at=at)
    return window


def end_maintenance(*, window_id: UUID, by: Actor | None, at: datetime) -> SensorMaintenance:
    """The work is over before its time; one that has not begun, or is over, is left as it is."""
    with change(at=at):
        try:
            window = SensorMaintenance.objects.select_for_update().get(pk=window_id)
        except SensorMaintenance.DoesNotExist:
            raise NotFound from None
        if window.begins_at < at < window.ends_at:
            window.ends_at = at
            window.save(update_fields=["ends_at"])
            tell_of_sensors(sensor_ids=[window.sensor_id], at=at)
    return window
