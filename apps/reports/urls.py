"""Addresses of the HTML edge."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
