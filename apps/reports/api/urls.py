"""Addresses of the JSON edge."""

from django.urls import path

from apps.reports.api import activity, views

urlpatterns = [
    path("reports/", views.CatalogueView.as_view(), name="reports"),
    path("reports/response-times/", views.ResponseTimesView.as_view(), name="response-times"),
    path("reports/activity/", activity.ActivityView.as_view(), name="activity"),
    path("activity/me/", activity.OwnActivityView.as_view(), name="activity-me"),
    path("reports/<str:name>/runs/", views.RunCreateView.as_view(), name="report-runs"),
    path("runs/", views.RunListView.as_view(), name="runs"),
    path("runs/<uuid:pk>/", views.RunView.as_view(), name="report-run"),
    path("runs/<uuid:pk>/cancel/", views.RunCancelView.as_view(), name="report-run-cancel"),
    path("runs/<uuid:pk>/files/<str:kind>/", views.RunFileView.as_view(), name="report-run-file"),
]
