"""Addresses of the JSON edge."""

from django.urls import path

from apps.map.api import nearest, playback, saved, views

urlpatterns = [
    path("basemap/", views.BasemapView.as_view(), name="basemap"),
    path(
        "incidents/<str:pk>/nearest-cameras/",
        nearest.NearestCamerasView.as_view(),
        name="incident-nearest-cameras",
    ),
    path("playback/", playback.FilmView.as_view(), name="playback-film"),
    path("playback/incidents/", playback.HappenedView.as_view(), name="playback-incidents"),
    path("views/", saved.SavedViewsView.as_view(), name="saved-views"),
    path("views/<str:pk>/", saved.SavedViewView.as_view(), name="saved-view"),
    path("search/", views.SearchView.as_view(), name="search"),
]
