"""Addresses of the console."""

from django.urls import path

from apps.map import display, views

urlpatterns = [
    path("", views.home, name="home"),
    path("console/", views.console, name="console"),
    path("playback/", views.playback, name="playback"),
    path("wall/session/", display.enter, name="display-enter"),
    path("wall/<slug:view>/", display.wall, name="display"),
    path("incidents/<str:number>/", views.incident, name="incident"),
]
