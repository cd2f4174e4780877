"""Alarms: rules that react to facts, and what people do about them (ISA-18.2)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlarmsConfig(AppConfig):
    name = "apps.alarms"
    verbose_name = _("Alarms")

    def ready(self) -> None:
        """Tell the rooms below what is personal, what is live, and what time brings."""
        from apps.accounts.pages import Group, Page, register
        from apps.accounts.roles import Can
        from apps.accounts.trail.personal import mask_in_trail
        from apps.alarms.items import LIVE
        from apps.alarms.reference import load
        from apps.alarms.ticks import TEND_S, tend
        from apps.core import reference
        from apps.incidents.timeline import register_kind
        from apps.live import ticking, topics

        topics.register(LIVE)
        register(
            Page("/sites/", _("Protected sites"), 44, lambda user: user.may(Can.READ_ALARMS), Group.ALARMS)
        )
        ticking.register(TEND_S, tend)
        register_kind("opened_by_alarm", _("opened by an alarm"))
        reference.register(self.label, load)
        mask_in_trail("alarms.sitecontact", "name")
        mask_in_trail("alarms.sitecontact", "phone")
