"""Every write of sensors, their readings and thresholds."""

from apps.sensors.actions.judge_due import judge_due
from apps.sensors.actions.plan_maintenance import end_maintenance, plan_maintenance
from apps.sensors.actions.record_readings import record_readings, store_batches
from apps.sensors.actions.retire_sensor import reinstate_sensor, retire_sensor, tell_of_sensors
from apps.sensors.actions.set_limits import Holder, LimitsChanged, set_limits
from apps.sensors.actions.set_thresholds import set_thresholds, tell_of_thresholds
from apps.sensors.given import Accepted, GivenReading, GivenThreshold

__all__ = [
    "Accepted",
    "GivenReading",
    "GivenThreshold",
    "Holder",
    "LimitsChanged",
    "end_maintenance",
    "judge_due",
    "plan_maintenance",
    "record_readings",
    "reinstate_sensor",
    "retire_sensor",
    "set_limits",
    "set_thresholds",
    "store_batches",
    "tell_of_sensors",
    "tell_of_thresholds",
]
