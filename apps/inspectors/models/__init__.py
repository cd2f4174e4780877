"""Units and their people, where they are, and what they are sent to."""

from apps.inspectors.models.assignments import Assignment
from apps.inspectors.models.device_secrets import DeviceSecret
from apps.inspectors.models.dispatching import AidRequest, DispatchRule, Need
from apps.inspectors.models.patrol_areas import PatrolArea
from apps.inspectors.models.positions import LatestPosition, Position
from apps.inspectors.models.safety import LifeCheck, LifeLimit, Sos
from apps.inspectors.models.shifts import Shift, ShiftEntry, ShiftStep
from apps.inspectors.models.tablets import Tablet
from apps.inspectors.models.units import Device, Inspector, Service, Unit, UnitStatusEntry

__all__ = [
    "AidRequest",
    "Assignment",
    "Device",
    "DeviceSecret",
    "DispatchRule",
    "Inspector",
    "LatestPosition",
    "LifeCheck",
    "LifeLimit",
    "Need",
    "PatrolArea",
    "Position",
    "Service",
    "Shift",
    "ShiftEntry",
    "ShiftStep",
    "Sos",
    "Tablet",
    "Unit",
    "UnitStatusEntry",
]
