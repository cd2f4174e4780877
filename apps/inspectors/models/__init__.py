"""Units and their people, where they are, and what they are sent to."""

from apps.inspectors.models.assignments import Assignment
from apps.inspectors.models.dispatching import AidRequest, DispatchRule, Need
from apps.inspectors.models.positions import LatestPosition, Position
from apps.inspectors.models.shifts import Shift, ShiftEntry, ShiftStep
from apps.inspectors.models.units import Device, Inspector, Service, Unit, UnitStatusEntry

__all__ = [
    "AidRequest",
    "Assignment",
    "Device",
    "DispatchRule",
    "Inspector",
    "LatestPosition",
    "Need",
    "Position",
    "Service",
    "Shift",
    "ShiftEntry",
    "ShiftStep",
    "Unit",
    "UnitStatusEntry",
]
