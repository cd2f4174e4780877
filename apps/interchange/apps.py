"""Adapters that speak other systems' formats and protocols."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    name = "apps.interchange"
    verbose_name = _("Interchange")

    def ready(self) -> None:
        """Tell the rooms below what listens at the broker reports, and how it is doing."""
        from apps.core import conditions
        from apps.interchange.mqtt.condition import mqtt_condition
        from apps.interchange.mqtt.figures import KIND
        from apps.interchange.mqtt.words import LISTENERS
        from apps.live import processes

        processes.register(LISTENERS)
        conditions.register(KIND, mqtt_condition)
