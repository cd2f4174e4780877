"""Addresses of the JSON edge of alarms."""

from django.urls import URLPattern, path

from apps.alarms.api.site_urls import urlpatterns as site_urlpatterns
from apps.alarms.api.views import alarms, quality, rules, steps, zones

urlpatterns: list[URLPattern] = [
    *site_urlpatterns,
    path("alarm-types/", alarms.AlarmTypeListView.as_view(), name="api-alarm-types"),
    path("alarms/", alarms.AlarmListView.as_view(), name="api-alarms"),
    path("alarms/acknowledge/", steps.AcknowledgeGroupView.as_view(), name="api-alarms-acknowledge"),
    path("alarms/quality/", quality.QualityView.as_view(), name="api-alarm-quality"),
    path("alarms/<uuid:pk>/", alarms.AlarmView.as_view(), name="api-alarm"),
    path("alarms/<uuid:pk>/timeline/", alarms.AlarmTimelineView.as_view(), name="api-alarm-timeline"),
    path("alarms/<uuid:pk>/acknowledge/", steps.AcknowledgeView.as_view(), name="api-alarm-acknowledge"),
    path("alarms/<uuid:pk>/shelve/", steps.ShelveView.as_view(), name="api-alarm-shelve"),
    path("alarms/<uuid:pk>/unshelve/", steps.UnshelveView.as_view(), name="api-alarm-unshelve"),
    path("alarms/<uuid:pk>/clear/", steps.ClearView.as_view(), name="api-alarm-clear"),
    path("alarms/<uuid:pk>/out-of-service/", steps.OutOfServiceView.as_view(), name="api-alarm-take-out"),
    path("alarms/<uuid:pk>/in-service/", steps.InServiceView.as_view(), name="api-alarm-put-back"),
    path("alarms/<uuid:pk>/incident/", steps.AlarmIncidentView.as_view(), name="api-alarm-incident"),
    path("alarm-rules/", rules.RuleListView.as_view(), name="api-alarm-rules"),
    path("alarm-rules/fields/", rules.RuleFieldsView.as_view(), name="api-alarm-rule-fields"),
    path("alarm-rules/<int:pk>/", rules.RuleView.as_view(), name="api-alarm-rule"),
    path(
        "alarm-rules/<int:pk>/versions/", rules.RuleVersionListView.as_view(), name="api-alarm-rule-versions"
    ),
    path("alarm-rules/<int:pk>/bench/", rules.BenchView.as_view(), name="api-alarm-rule-bench"),
    path("alarm-zones/", zones.ZoneListView.as_view(), name="api-alarm-zones"),
    path("alarm-zones/<int:pk>/", zones.ZoneView.as_view(), name="api-alarm-zone"),
]
