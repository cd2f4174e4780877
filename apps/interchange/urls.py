"""Addresses that other people's clients call."""

from django.urls import path

from apps.interchange.osmand.views import osmand
from apps.interchange.owntracks.views import owntracks

urlpatterns = [
    path("intake/osmand/", osmand, name="intake-osmand"),
    path("intake/owntracks/pub", owntracks, name="intake-owntracks"),
]
