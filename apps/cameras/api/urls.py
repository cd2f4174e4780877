"""Addresses of the JSON edge."""

from django.urls import path

from apps.cameras.api import columns, views
from apps.cameras.api.detections import views as detections
from apps.cameras.api.nearest import CamerasAroundView
from apps.cameras.api.outages import views as outages
from apps.cameras.api.plates import views as plates
from apps.cameras.api.snapshots import CameraSnapshotView
from apps.cameras.api.streams import CameraStreamView
from apps.cameras.api.violations import views as violations

urlpatterns = [
    path("cameras/", views.CameraListView.as_view(), name="camera-list"),
    path("cameras/nearest/", CamerasAroundView.as_view(), name="cameras-nearest"),
    path("cameras/columns/", columns.CameraColumnsView.as_view(), name="camera-columns"),
    path("cameras/cones/", columns.CameraConesView.as_view(), name="camera-cones"),
    path("cameras/<int:pk>/", views.CameraView.as_view(), name="camera-detail"),
    path("cameras/<int:pk>/snapshot/", CameraSnapshotView.as_view(), name="camera-snapshot"),
    path("cameras/<int:pk>/stream/", CameraStreamView.as_view(), name="camera-stream"),
    path("cameras/<int:pk>/status/", views.CameraStatusView.as_view(), name="camera-status"),
    path("cameras/availability/", outages.AvailabilityView.as_view(), name="camera-availability"),
    path("cameras/<int:pk>/health/", outages.CameraHealthView.as_view(), name="camera-health"),
    path("cameras/<int:pk>/outages/", outages.CameraOutagesView.as_view(), name="camera-outages"),
    path("cameras/<int:pk>/maintenance/", outages.CameraMaintenanceView.as_view(), name="camera-maintenance"),
    path("outages/", outages.OutageListView.as_view(), name="outage-list"),
    path("detections/", detections.DetectionListView.as_view(), name="detection-list"),
    path("detections/<uuid:pk>/", detections.DetectionView.as_view(), name="detection-detail"),
    path("plate-reads/", plates.PlateReadsView.as_view(), name="plate-reads"),
    path("plate-hits/", plates.PlateHitListView.as_view(), name="plate-hit-list"),
    path("watch-list/", plates.WatchListView.as_view(), name="watch-list"),
    path("watch-list/<uuid:pk>/end/", plates.WatchEndView.as_view(), name="watch-end"),
    path("violations/", violations.ViolationListView.as_view(), name="api-violations"),
    path("violations/<uuid:pk>/", violations.ViolationView.as_view(), name="api-violation"),
    path(
        "violations/<uuid:pk>/picture/",
        violations.ViolationPictureView.as_view(),
        name="api-violation-picture",
    ),
    path(
        "violations/<uuid:pk>/decision/",
        violations.ViolationDecisionView.as_view(),
        name="api-violation-decision",
    ),
]
