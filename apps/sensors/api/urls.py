"""`/api/v1/sensors/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
