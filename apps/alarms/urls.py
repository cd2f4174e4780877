"""Pages of alarms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
