"""Addresses of the JSON edge that take another system's tables."""

from django.urls import path

from apps.interchange.api.views import CameraBulkView

urlpatterns = [path("cameras/bulk/", CameraBulkView.as_view(), name="camera-bulk")]
