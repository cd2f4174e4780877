"""Alarms: rules that react to facts, and what people do about them (ISA-18.2)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlarmsConfig(AppConfig):
    name = "apps.alarms"
    verbose_name = _("Alarms")
