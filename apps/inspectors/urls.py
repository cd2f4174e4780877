"""Addresses outside of the API: intake of positions."""

from django.urls import path

from apps.inspectors.api.views.intake import PositionsView

urlpatterns = [
    path("intake/positions/", PositionsView.as_view(), name="intake-positions"),
]
