"""Addresses that other people's clients call: people type them into phones, with the last slash or without."""

from django.urls import path

from apps.interchange.osmand.views import osmand
from apps.interchange.owntracks.views import owntracks

urlpatterns = [
    path("intake/osmand/", osmand, name="intake-osmand"),
    path("intake/osmand", osmand),
    path("intake/owntracks/pub", owntracks, name="intake-owntracks"),
    path("intake/owntracks/pub/", owntracks),
]
