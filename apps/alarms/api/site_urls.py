"""Addresses of protected sites."""

from django.urls import path

from apps.alarms.api import site_views as views

urlpatterns = [
    path("sites/", views.SiteListView.as_view(), name="site-list"),
    path("sites/<int:pk>/", views.SiteView.as_view(), name="site-detail"),
    path("sites/<int:pk>/contacts/", views.SiteContactsView.as_view(), name="site-contacts"),
    path("sites/<int:pk>/cameras/", views.SiteCamerasView.as_view(), name="site-cameras"),
    path("sites/<int:pk>/sensors/", views.SiteSensorsView.as_view(), name="site-sensors"),
]
