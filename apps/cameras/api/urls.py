"""Addresses of the JSON edge."""

from django.urls import path

from apps.cameras.api import views
from apps.cameras.api.detections import views as detections

urlpatterns = [
    path("cameras/", views.CameraListView.as_view(), name="camera-list"),
    path("cameras/columns/", views.CameraColumnsView.as_view(), name="camera-columns"),
    path("cameras/<int:pk>/", views.CameraView.as_view(), name="camera-detail"),
    path("cameras/<int:pk>/status/", views.CameraStatusView.as_view(), name="camera-status"),
    path("detections/", detections.DetectionListView.as_view(), name="detection-list"),
    path("detections/<uuid:pk>/", detections.DetectionView.as_view(), name="detection-detail"),
]
