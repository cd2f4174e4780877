"""Addresses of the JSON edge."""

from django.urls import path

from apps.regions.api import views

urlpatterns = [
    path("regions/", views.RegionListView.as_view(), name="region-list"),
    path("regions/locate/", views.LocateView.as_view(), name="region-locate"),
    path("districts/", views.DistrictListView.as_view(), name="district-list"),
    path("places/", views.PlaceListView.as_view(), name="place-list"),
]
