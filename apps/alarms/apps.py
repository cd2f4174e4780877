"""Alarms: rules that react to facts, and what people do about them (ISA-18.2)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlarmsConfig(AppConfig):
    name = "apps.alarms"
    verbose_name = _("Alarms")

    def ready(self) -> None:
        """Tell the rooms below what is personal."""
        from apps.accounts.trail.personal import mask_in_trail

        mask_in_trail("alarms.sitecontact", "name")
        mask_in_trail("alarms.sitecontact", "phone")
