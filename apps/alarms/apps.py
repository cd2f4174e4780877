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
        from apps.alarms import flood_items, items
        from apps.alarms.evaluation.following import KIND, READERS, alarms_condition
        from apps.alarms.reference import load
        from apps.alarms.ticks import (
            FLOOD_S,
            OPEN_S,
            READ_S,
            TEND_S,
            TENDING,
            count_floods,
            evaluate,
            open_incidents,
        )
        from apps.core import conditions, reference
        from apps.incidents.timeline import register_kind
        from apps.live import processes, ticking, topics

        for url, label, order in (
            ("/sites/", _("Protected sites"), 44),
            ("/alarms/quality/", _("Alarm quality"), 46),
        ):
            register(Page(url, label, order, lambda user: user.may(Can.READ_ALARMS), Group.ALARMS))
        rules = Page(
            "/alarms/rules/", _("Alarm rules"), 45, lambda user: user.may(Can.WRITE_RULES), Group.ALARMS
        )
        register(rules)
        topics.register(items.LIVE)
        topics.register(flood_items.LIVE)
        ticking.register(READ_S, evaluate)
        for tend in TENDING:
            ticking.register(TEND_S, tend)
        ticking.register(FLOOD_S, count_floods)
        ticking.register(OPEN_S, open_incidents)
        register_kind("opened_by_alarm", _("opened by an alarm"))
        reference.register(self.label, load)
        processes.register(READERS)
        conditions.register(KIND, alarms_condition)
        mask_in_trail("alarms.sitecontact", "name")
        mask_in_trail("alarms.sitecontact", "phone")
