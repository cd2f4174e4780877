"""Addresses of the JSON edge."""

from django.urls import path

from apps.map.api import nearest, views

urlpatterns = [
    path("basemap/", views.BasemapView.as_view(), name="basemap"),
    path(
        "incidents/<str:pk>/nearest-cameras/",
        nearest.NearestCamerasView.as_view(),
        name="incident-nearest-cameras",
    ),
    path("search/", views.SearchView.as_view(), name="search"),
]
