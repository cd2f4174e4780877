"""Cameras: where they stand, where they look, whether they work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CamerasConfig(AppConfig):
    name = "apps.cameras"
    verbose_name = _("Cameras")

    def ready(self) -> None:
        """Make the topic known to the feed."""
        from apps.accounts.roles import Can
        from apps.accounts.trail.named import name_in_trail
        from apps.cameras.items import open_items, render
        from apps.cameras.ticks import BEAT_S, end_viewings_of_the_gone
        from apps.live.ticking import register as tick
        from apps.live.topics import Topic, register

        name_in_trail("cameras.camera")
        tick(BEAT_S, end_viewings_of_the_gone)
        needs = Can.READ_CAMERAS
        register(Topic(name="cameras", needs=needs, render=render, open_items=open_items, redact=dict))
