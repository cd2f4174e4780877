"""Cameras: where they stand, where they look, whether they work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CamerasConfig(AppConfig):
    name = "apps.cameras"
    verbose_name = _("Cameras")

    def ready(self) -> None:
        """Make the topics known to the feed, and what time brings to the ticker."""
        from apps.accounts.pages import Group, Page
        from apps.accounts.pages import register as show_page
        from apps.accounts.roles import Can
        from apps.accounts.trail.named import name_in_trail
        from apps.accounts.trail.personal import mask_in_trail
        from apps.cameras.items import open_items, render
        from apps.cameras.outages import render as render_outages
        from apps.cameras.pages.menu import show_pages
        from apps.cameras.reference import load
        from apps.cameras.sighted import none_open, render_detections, render_hits
        from apps.cameras.ticks import (
            BEAT_S,
            HOUR_S,
            WORK_S,
            end_viewings_of_the_gone,
            keep_days_of_plates,
            keep_planned_work,
        )
        from apps.core import reference
        from apps.live.ticking import register as tick
        from apps.live.topics import Topic, register

        show_page(
            Page("/cameras/wall/", _("Camera wall"), 40, lambda user: user.may(Can.VIEW_VIDEO), Group.CAMERAS)
        )
        show_pages()
        reference.register("cameras", load)
        name_in_trail("cameras.camera")
        tick(BEAT_S, end_viewings_of_the_gone)
        tick(HOUR_S, keep_days_of_plates)
        # Cheap cameras take their password inside the address.
        mask_in_trail("cameras.camera", "stream_url")
        mask_in_trail("cameras.camera", "snapshot_url")
        tick(WORK_S, keep_planned_work)
        needs = Can.READ_CAMERAS
        register(Topic(name="cameras", needs=needs, render=render, open_items=open_items, redact=dict))
        seen = {
            "outages": (needs, render_outages),
            "detections": (Can.READ_DETECTIONS, render_detections),
            "plates": (Can.READ_PLATES, render_hits),
        }
        for name, (may, shown) in seen.items():
            register(Topic(name=name, needs=may, render=shown, open_items=none_open))
