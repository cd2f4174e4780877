"""Pages of cameras."""

from django.urls import path

from apps.cameras import views

urlpatterns = [
    path("cameras/wall/", views.wall, name="camera-wall"),
    path("streams/authorise/", views.authorise_stream, name="stream-authorise"),
]
