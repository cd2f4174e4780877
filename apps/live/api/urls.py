"""Addresses of the JSON edge."""

from django.urls import path

from apps.live.api.views import SnapshotView

urlpatterns = [path("live/snapshot/", SnapshotView.as_view(), name="live-snapshot")]
