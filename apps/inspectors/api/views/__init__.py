"""Units, inspectors, assignments, and what is near an incident."""

from apps.inspectors.api.views.assignments import (
    AssignmentTransitionView,
    AssignmentView,
    IncidentAssignmentsView,
)
from apps.inspectors.api.views.near import AidView, NearestUnitsView
from apps.inspectors.api.views.units import (
    InspectorListView,
    InspectorView,
    UnitListView,
    UnitStatusView,
    UnitView,
)

__all__ = [
    "AidView",
    "AssignmentTransitionView",
    "AssignmentView",
    "IncidentAssignmentsView",
    "InspectorListView",
    "InspectorView",
    "NearestUnitsView",
    "UnitListView",
    "UnitStatusView",
    "UnitView",
]
