"""Addresses of the JSON edge."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
