"""Pages of cameras."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
