"""Pages of alarms: protected sites, alarm quality."""

from django.urls import path

from apps.alarms.pages import quality, sites

urlpatterns = [
    path("alarms/quality/", quality.quality, name="alarm_quality"),
    path("alarms/quality/export.csv", quality.export, name="alarm_quality_export"),
    path("sites/", sites.site_list, name="sites"),
    path("sites/<int:pk>/", sites.site_detail, name="site"),
    path("sites/<int:pk>/contacts/", sites.site_contacts, name="site_contacts"),
]
