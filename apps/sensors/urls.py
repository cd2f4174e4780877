"""Pages of sensors."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
