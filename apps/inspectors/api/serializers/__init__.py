"""The JSON shapes of the field, a subject a file."""

from apps.inspectors.api.serializers.assignments import (
    AssignmentSerializer,
    AssignSerializer,
    TransitionSerializer,
)
from apps.inspectors.api.serializers.dispatching import (
    DispatchedSerializer,
    DispatchSerializer,
    ReassignSerializer,
    StandDownSerializer,
)
from apps.inspectors.api.serializers.near import (
    AidRequestSerializer,
    AidSerializer,
    AnswerAidSerializer,
    AskForAidSerializer,
    NearestQuerySerializer,
    NearestUnitsSerializer,
    OfferSerializer,
)
from apps.inspectors.api.serializers.positions import (
    PositionRowSerializer,
    PositionsTakenSerializer,
    RowCodeSerializer,
)
from apps.inspectors.api.serializers.shifts import (
    ChangePlanSerializer,
    EndShiftSerializer,
    PlanShiftSerializer,
    ShiftSerializer,
    StartShiftSerializer,
    WithdrawShiftSerializer,
)
from apps.inspectors.api.serializers.units import (
    InspectorSerializer,
    PersonSerializer,
    UnitDetailSerializer,
    UnitSerializer,
    UnitStatusSerializer,
)

__all__ = [
    "AidRequestSerializer",
    "AidSerializer",
    "AnswerAidSerializer",
    "AskForAidSerializer",
    "AssignSerializer",
    "AssignmentSerializer",
    "ChangePlanSerializer",
    "DispatchSerializer",
    "DispatchedSerializer",
    "EndShiftSerializer",
    "InspectorSerializer",
    "NearestQuerySerializer",
    "NearestUnitsSerializer",
    "OfferSerializer",
    "PersonSerializer",
    "PlanShiftSerializer",
    "PositionRowSerializer",
    "PositionsTakenSerializer",
    "ReassignSerializer",
    "RowCodeSerializer",
    "ShiftSerializer",
    "StandDownSerializer",
    "StartShiftSerializer",
    "TransitionSerializer",
    "UnitDetailSerializer",
    "UnitSerializer",
    "UnitStatusSerializer",
    "WithdrawShiftSerializer",
]
