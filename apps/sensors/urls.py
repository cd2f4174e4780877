"""Pages of sensors."""

from django.urls import path

from apps.sensors import views

urlpatterns = [
    path("sensors/", views.sensors, name="sensors"),
    path("sensors/<int:sensor_id>/", views.sensor, name="sensor"),
    path("sensors/<int:sensor_id>/readings.csv", views.readings, name="sensor-readings"),
]
