"""Pages of alarms: protected sites."""

from django.urls import path

from apps.alarms.pages import sites

urlpatterns = [
    path("sites/", sites.site_list, name="sites"),
    path("sites/<int:pk>/", sites.site_detail, name="site"),
    path("sites/<int:pk>/contacts/", sites.site_contacts, name="site_contacts"),
]
