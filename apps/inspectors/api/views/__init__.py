"""Units, inspectors, assignments, and what is near an incident."""

from apps.inspectors.api.views.assignments import (
    AssignmentTransitionView,
    AssignmentView,
    IncidentAssignmentsView,
)
from apps.inspectors.api.views.dispatching import DispatchView, ReassignView, StandDownView
from apps.inspectors.api.views.near import AidView, AnswerAidView, NearestUnitsView
from apps.inspectors.api.views.shifts import (
    EndShiftView,
    ShiftListView,
    ShiftView,
    StartShiftView,
    WithdrawShiftView,
)
from apps.inspectors.api.views.tracks import (
    InspectorTrackFileView,
    InspectorTrackView,
    UnitTrackFileView,
    UnitTrackView,
)
from apps.inspectors.api.views.units import (
    InspectorListView,
    InspectorView,
    UnitListView,
    UnitStatusView,
    UnitView,
)

__all__ = [
    "AidView",
    "AnswerAidView",
    "AssignmentTransitionView",
    "AssignmentView",
    "DispatchView",
    "EndShiftView",
    "IncidentAssignmentsView",
    "InspectorListView",
    "InspectorTrackFileView",
    "InspectorTrackView",
    "InspectorView",
    "NearestUnitsView",
    "ReassignView",
    "ShiftListView",
    "ShiftView",
    "StandDownView",
    "StartShiftView",
    "UnitListView",
    "UnitStatusView",
    "UnitTrackFileView",
    "UnitTrackView",
    "UnitView",
    "WithdrawShiftView",
]
