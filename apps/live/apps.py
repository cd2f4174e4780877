"""The durable event feed of each region, and the one WebSocket."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "apps.live"
    verbose_name = _("Live feed")

    def ready(self) -> None:
        from apps.live.rights import watch  # models are loaded only now

        watch()
