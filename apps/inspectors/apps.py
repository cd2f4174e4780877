"""Units and people in the field: positions, status, assignments to incidents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectorsConfig(AppConfig):
    name = "apps.inspectors"
    verbose_name = _("Units and inspectors")

    def ready(self) -> None:
        """Tell the rooms below: what the feed shows of units, what incidents say of them, what follows a move."""
        from apps.accounts.roles import Can
        from apps.accounts.trail.personal import mask_in_trail
        from apps.core import reference
        from apps.incidents import companions
        from apps.incidents.reactions import on_move, on_transfer
        from apps.incidents.timeline import register_kind
        from apps.inspectors.actions.release_units import release_units
        from apps.inspectors.actions.settle_units import settle_units
        from apps.inspectors.aid import aid_of_incidents
        from apps.inspectors.items import open_items, redacted, render, units_of_incidents
        from apps.inspectors.models.assignments import LINE_NAMES
        from apps.inspectors.models.dispatching import AID_LINE_NAMES
        from apps.inspectors.reference import load
        from apps.inspectors.ticks import expire, keep_partitions, publish_frames
        from apps.live import ticking
        from apps.live.topics import Topic, register

        needs = Can.READ_UNITS
        register(Topic(name="units", needs=needs, render=render, open_items=open_items, redact=redacted))
        companions.register("units", units_of_incidents)
        companions.register("aid", aid_of_incidents)
        for status, name in LINE_NAMES.items():
            register_kind(f"unit_{status.value}", name)
        for kind, told in AID_LINE_NAMES.items():
            register_kind(kind, told)
        mask_in_trail("inspectors.inspector", "phone")
        on_move(release_units)
        on_transfer(settle_units)
        reference.register(self.label, load)
        ticking.register(1.0, publish_frames)
        ticking.register(1.0, expire)
        ticking.register(3600.0, keep_partitions)
