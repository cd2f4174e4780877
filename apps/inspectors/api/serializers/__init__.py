"""The JSON shapes of the field, a subject a file."""

from apps.inspectors.api.serializers.assignments import (
    AssignmentSerializer,
    AssignSerializer,
    TransitionSerializer,
)
from apps.inspectors.api.serializers.near import (
    AidSerializer,
    AskForAidSerializer,
    NearestQuerySerializer,
    NearestUnitsSerializer,
    OfferSerializer,
    RegionAskedSerializer,
)
from apps.inspectors.api.serializers.positions import (
    PositionRowSerializer,
    PositionsTakenSerializer,
    RowCodeSerializer,
)
from apps.inspectors.api.serializers.units import (
    InspectorSerializer,
    PersonSerializer,
    UnitDetailSerializer,
    UnitSerializer,
    UnitStatusSerializer,
)

__all__ = [
    "AidSerializer",
    "AskForAidSerializer",
    "AssignSerializer",
    "AssignmentSerializer",
    "InspectorSerializer",
    "NearestQuerySerializer",
    "NearestUnitsSerializer",
    "OfferSerializer",
    "PersonSerializer",
    "PositionRowSerializer",
    "PositionsTakenSerializer",
    "RegionAskedSerializer",
    "RowCodeSerializer",
    "TransitionSerializer",
    "UnitDetailSerializer",
    "UnitSerializer",
    "UnitStatusSerializer",
]
