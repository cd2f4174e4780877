"""Addresses of the JSON edge of tablets and of calls for help."""

from django.urls import path

from apps.inspectors.field import views

urlpatterns = [
    path("field/", views.DayView.as_view(), name="field-day"),
    path("field/tablet/", views.TabletView.as_view(), name="field-tablet"),
    path("field/duty/", views.DutyView.as_view(), name="field-duty"),
    path("field/route/", views.RouteView.as_view(), name="field-route"),
    path("field/positions/", views.OwnPositionsView.as_view(), name="field-positions"),
    path("field/sos/", views.PressView.as_view(), name="field-sos"),
    path("field/checks/<uuid:pk>/answer/", views.AnswerView.as_view(), name="field-answer"),
    path("field/assignments/<uuid:pk>/transition/", views.StepView.as_view(), name="field-step"),
    path("field/assignments/<uuid:pk>/notes/", views.NoteView.as_view(), name="field-note"),
    path("field/assignments/<uuid:pk>/photos/", views.PhotoView.as_view(), name="field-photo"),
    path("sos/", views.SosListView.as_view(), name="sos-list"),
    path("sos/<uuid:pk>/end/", views.EndSosView.as_view(), name="sos-end"),
    path("units/<int:pk>/devices/", views.DeviceListView.as_view(), name="unit-devices"),
    path("devices/<int:pk>/revoke/", views.RevokeView.as_view(), name="device-revoke"),
]
