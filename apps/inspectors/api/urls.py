"""Addresses of the JSON edge."""

from django.urls import path, re_path

from apps.inspectors.api import views
from apps.inspectors.api.views.coverage import ShiftCoverageView
from apps.inspectors.api.views.patrol_areas import PatrolAreaListView, PatrolAreaView

urlpatterns = [
    path("units/", views.UnitListView.as_view(), name="unit-list"),
    path("units/<int:pk>/", views.UnitView.as_view(), name="unit-detail"),
    path("units/<int:pk>/status/", views.UnitStatusView.as_view(), name="unit-status"),
    path("inspectors/", views.InspectorListView.as_view(), name="inspector-list"),
    path("inspectors/<int:pk>/", views.InspectorView.as_view(), name="inspector-detail"),
    path("patrol-areas/", PatrolAreaListView.as_view(), name="patrol-area-list"),
    path("patrol-areas/<int:pk>/", PatrolAreaView.as_view(), name="patrol-area-detail"),
    path("shifts/", views.ShiftListView.as_view(), name="shift-list"),
    path("shifts/start/", views.StartShiftView.as_view(), name="shift-start"),
    path("shifts/<uuid:pk>/", views.ShiftView.as_view(), name="shift-detail"),
    path("shifts/<uuid:pk>/coverage/", ShiftCoverageView.as_view(), name="shift-coverage"),
    path("shifts/<uuid:pk>/end/", views.EndShiftView.as_view(), name="shift-end"),
    path("shifts/<uuid:pk>/withdraw/", views.WithdrawShiftView.as_view(), name="shift-withdraw"),
    path("units/<int:pk>/track/", views.UnitTrackView.as_view(), name="unit-track"),
    re_path(
        r"^units/(?P<pk>[0-9]{1,18})/track\.(?P<extension>gpx|geojson)$",
        views.UnitTrackFileView.as_view(),
        name="unit-track-file",
    ),
    path("inspectors/<int:pk>/track/", views.InspectorTrackView.as_view(), name="inspector-track"),
    re_path(
        r"^inspectors/(?P<pk>[0-9]{1,18})/track\.(?P<extension>gpx|geojson)$",
        views.InspectorTrackFileView.as_view(),
        name="inspector-track-file",
    ),
    path("assignments/<uuid:pk>/", views.AssignmentView.as_view(), name="assignment-detail"),
    path(
        "assignments/<uuid:pk>/transition/",
        views.AssignmentTransitionView.as_view(),
        name="assignment-transition",
    ),
    path(
        "incidents/<str:pk>/assignments/",
        views.IncidentAssignmentsView.as_view(),
        name="incident-assignments",
    ),
    path(
        "incidents/<str:pk>/nearest-units/",
        views.NearestUnitsView.as_view(),
        name="incident-nearest-units",
    ),
    path("incidents/<str:pk>/dispatch/", views.DispatchView.as_view(), name="incident-dispatch"),
    path("incidents/<str:pk>/stand-down/", views.StandDownView.as_view(), name="incident-stand-down"),
    path("assignments/<uuid:pk>/reassign/", views.ReassignView.as_view(), name="assignment-reassign"),
    path("aid/<uuid:pk>/answer/", views.AnswerAidView.as_view(), name="aid-answer"),
    path("incidents/<str:pk>/aid/", views.AidView.as_view(), name="incident-aid"),
]
