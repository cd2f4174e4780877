"""Sensors and what is kept of them: a concept a file."""

from apps.sensors.models.kinds import SensorKind
from apps.sensors.models.readings import Reading, SensorState
from apps.sensors.models.rollups import (
    DayRollup,
    HourRollup,
    LateHour,
    MinuteRollup,
    RollupProgress,
    SensorRevision,
)
from apps.sensors.models.sensors import Sensor, SensorMaintenance
from apps.sensors.models.thresholds import Crossing, Threshold, Watch

__all__ = [
    "Crossing",
    "DayRollup",
    "HourRollup",
    "LateHour",
    "MinuteRollup",
    "Reading",
    "RollupProgress",
    "Sensor",
    "SensorKind",
    "SensorMaintenance",
    "SensorRevision",
    "SensorState",
    "Threshold",
    "Watch",
]
