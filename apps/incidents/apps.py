"""Incidents and calls: the facts, their states and stamps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "apps.incidents"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        from apps.incidents.items import LIVE  # models are loaded only now
        from apps.live.topics import register

        register(LIVE)
