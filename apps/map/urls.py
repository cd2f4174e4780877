"""Addresses of the console."""

from django.urls import path

from apps.map import views

urlpatterns = [
    path("", views.home, name="home"),
    path("console/", views.console, name="console"),
    path("playback/", views.playback, name="playback"),
    path("incidents/<str:number>/", views.incident, name="incident"),
]
