"""Regions, districts, places, and which region holds a point."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    name = "apps.regions"
    verbose_name = _("Regions")

    def ready(self) -> None:
        from apps.core.reference import register
        from apps.regions.reference import load  # models are loaded only now

        register(self.label, load)
