"""Addresses of the JSON edge."""

from django.urls import path

from apps.map.api import views

urlpatterns = [
    path("basemap/", views.BasemapView.as_view(), name="basemap"),
    path("search/", views.SearchView.as_view(), name="search"),
]
