"""Incidents and calls: the facts, their states and stamps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "apps.incidents"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        from apps.core import reference
        from apps.incidents import renaming
        from apps.incidents.items import LIVE  # models are loaded only now
        from apps.incidents.reference import load
        from apps.incidents.signing_out import listen
        from apps.incidents.ticks import BEAT_S, ring_for_absent_handlers
        from apps.live import ticking, topics

        topics.register(LIVE)
        listen()
        renaming.listen()
        ticking.register(BEAT_S, ring_for_absent_handlers)
        reference.register(self.label, load)
