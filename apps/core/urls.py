"""Addresses that say whether the portal lives and is ready."""

from django.urls import path

from apps.core import views

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
