"""Sensors: what they measure, how it is kept, and when a value crosses a limit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SensorsConfig(AppConfig):
    name = "apps.sensors"
    verbose_name = _("Sensors")

    def ready(self) -> None:
        """Make the topics known to the feed, and the work to the ticker."""
        from apps.accounts import pages
        from apps.accounts.roles import Can
        from apps.core import reference
        from apps.live import ticking
        from apps.live.topics import Topic, register
        from apps.sensors.items import none_open, render, render_crossings
        from apps.sensors.reference import load
        from apps.sensors.ticks import condense_readings, judge_what_is_due, keep_partitions

        needs = Can.READ_SENSORS
        register(Topic(name="sensors", needs=needs, render=render, open_items=none_open, redact=dict))
        register(Topic(name="crossings", needs=needs, render=render_crossings, open_items=none_open))
        ticking.register(1.0, judge_what_is_due)
        ticking.register(30.0, condense_readings)
        ticking.register(3600.0, keep_partitions)
        reference.register(self.label, load)
        pages.register(pages.Page("/sensors/", _("Sensors"), 50, lambda user: user.may(needs)))
