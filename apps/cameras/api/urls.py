"""Addresses of the JSON edge."""

from django.urls import path

from apps.cameras.api import views
from apps.cameras.api.detections import views as detections
from apps.cameras.api.nearest import CamerasAroundView
from apps.cameras.api.snapshots import CameraSnapshotView
from apps.cameras.api.streams import CameraStreamView

urlpatterns = [
    path("cameras/", views.CameraListView.as_view(), name="camera-list"),
    path("cameras/columns/", views.CameraColumnsView.as_view(), name="camera-columns"),
    path("cameras/nearest/", CamerasAroundView.as_view(), name="cameras-nearest"),
    path("cameras/<int:pk>/", views.CameraView.as_view(), name="camera-detail"),
    path("cameras/<int:pk>/snapshot/", CameraSnapshotView.as_view(), name="camera-snapshot"),
    path("cameras/<int:pk>/stream/", CameraStreamView.as_view(), name="camera-stream"),
    path("cameras/<int:pk>/status/", views.CameraStatusView.as_view(), name="camera-status"),
    path("detections/", detections.DetectionListView.as_view(), name="detection-list"),
    path("detections/<uuid:pk>/", detections.DetectionView.as_view(), name="detection-detail"),
]
