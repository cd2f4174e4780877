"""Addresses of the JSON edge of alarms."""

from django.urls import URLPattern, path

from apps.alarms.api.site_urls import urlpatterns as site_urlpatterns
from apps.alarms.api.views import alarms, steps

urlpatterns: list[URLPattern] = [
    *site_urlpatterns,
    path("alarm-types/", alarms.AlarmTypeListView.as_view(), name="api-alarm-types"),
    path("alarms/", alarms.AlarmListView.as_view(), name="api-alarms"),
    path("alarms/acknowledge/", steps.AcknowledgeGroupView.as_view(), name="api-alarms-acknowledge"),
    path("alarms/<uuid:pk>/", alarms.AlarmView.as_view(), name="api-alarm"),
    path("alarms/<uuid:pk>/timeline/", alarms.AlarmTimelineView.as_view(), name="api-alarm-timeline"),
    path("alarms/<uuid:pk>/acknowledge/", steps.AcknowledgeView.as_view(), name="api-alarm-acknowledge"),
    path("alarms/<uuid:pk>/shelve/", steps.ShelveView.as_view(), name="api-alarm-shelve"),
    path("alarms/<uuid:pk>/unshelve/", steps.UnshelveView.as_view(), name="api-alarm-unshelve"),
    path("alarms/<uuid:pk>/clear/", steps.ClearView.as_view(), name="api-alarm-clear"),
    path("alarms/<uuid:pk>/out-of-service/", steps.OutOfServiceView.as_view(), name="api-alarm-take-out"),
    path("alarms/<uuid:pk>/in-service/", steps.InServiceView.as_view(), name="api-alarm-put-back"),
    path("alarms/<uuid:pk>/incident/", steps.AlarmIncidentView.as_view(), name="api-alarm-incident"),
]
