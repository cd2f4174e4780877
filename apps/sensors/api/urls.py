"""Addresses of the JSON edge."""

from django.urls import path

from apps.sensors.api import views

urlpatterns = [
    path("sensors/", views.SensorListView.as_view(), name="sensor-list"),
    path("sensors/columns/", views.SensorColumnsView.as_view(), name="sensor-columns"),
    path("sensors/<int:pk>/", views.SensorView.as_view(), name="sensor-detail"),
    path("sensors/<int:pk>/series/", views.SensorSeriesView.as_view(), name="sensor-series"),
    path("readings/", views.ReadingsView.as_view(), name="readings"),
]
