"""`/api/v1/alarms/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
