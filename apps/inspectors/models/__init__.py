"""Units and their people, where they are, and what they are sent to."""

from apps.inspectors.models.assignments import Assignment
from apps.inspectors.models.positions import LatestPosition, Position
from apps.inspectors.models.units import Device, Inspector, Service, Unit, UnitStatusEntry

__all__ = [
    "Assignment",
    "Device",
    "Inspector",
    "LatestPosition",
    "Position",
    "Service",
    "Unit",
    "UnitStatusEntry",
]
