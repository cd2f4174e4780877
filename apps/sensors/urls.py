"""Pages of sensors."""

from django.urls import path

from apps.sensors import limit_views, views

urlpatterns = [
    path("sensors/", views.sensors, name="sensors"),
    path("sensors/<int:sensor_id>/", views.sensor, name="sensor"),
    path("sensors/<int:sensor_id>/limits/", limit_views.sensor_limits, name="sensor-limits"),
    path("sensors/kinds/", limit_views.kinds, name="sensor-kinds"),
    path("sensors/kinds/<slug:code>/limits/", limit_views.kind_limits, name="sensor-kind-limits"),
    path("sensors/<int:sensor_id>/readings.csv", views.readings, name="sensor-readings"),
]
