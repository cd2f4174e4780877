"""Addresses of the tablet's page and of what installs it."""

from django.urls import path

from apps.inspectors.field import pages

urlpatterns = [
    path("field/", pages.field, name="field"),
    path("field/manifest.webmanifest", pages.manifest, name="field-manifest"),
    path("field/sw.js", pages.worker, name="field-worker"),
    path("field/shell/", pages.shell, name="field-shell"),
    path("field/trackers/", pages.trackers, name="field-trackers"),
]
