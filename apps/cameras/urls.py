"""Pages of cameras."""

from django.urls import path

from apps.cameras import views

urlpatterns = [
    path("streams/authorise/", views.authorise_stream, name="stream-authorise"),
]
