"""Addresses of the HTML edge."""

from django.urls import path

from apps.reports.views import activity, cameras, report, runs

app_name = "reports"
urlpatterns = [
    path("", report.index, name="index"),
    path("response-times/", report.response_times_page, name="response_times"),
    path("response-times/incidents/", report.listed_incidents, name="incidents"),
    path("activity/", activity.page, name="activity"),
    path("cameras/", cameras.page, name="cameras"),
    path("response-times/runs/", runs.request_response_times, name="request_response_times"),
    path("runs/<uuid:run_id>/", runs.page, name="run"),
    path("runs/<uuid:run_id>/progress/", runs.progress, name="run_progress"),
    path("runs/<uuid:run_id>/cancel/", runs.cancel, name="run_cancel"),
]
