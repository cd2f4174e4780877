"""Sensors: what they measure, how it is kept, and when a value crosses a limit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SensorsConfig(AppConfig):
    name = "apps.sensors"
    verbose_name = _("Sensors")
