"""Addresses of the HTML edge."""

from django.urls import URLPattern, path

from apps.incidents import views

urlpatterns: list[URLPattern] = [path("hand-over/", views.leave, name="hand-over")]
