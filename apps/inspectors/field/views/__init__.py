"""What a tablet calls, and what the centre calls about tablets and calls for help."""

from apps.inspectors.field.views.day import DayView, DutyView, RouteView, TabletView
from apps.inspectors.field.views.devices import DeviceListView, RevokeView
from apps.inspectors.field.views.safety import AnswerView, EndSosView, PressView, SosListView
from apps.inspectors.field.views.work import NoteView, OwnPositionsView, PhotoView, StepView

__all__ = [
    "AnswerView",
    "DayView",
    "DeviceListView",
    "DutyView",
    "EndSosView",
    "NoteView",
    "OwnPositionsView",
    "PhotoView",
    "PressView",
    "RevokeView",
    "RouteView",
    "SosListView",
    "StepView",
    "TabletView",
]
