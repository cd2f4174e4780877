"""Units and people in the field: positions, status, assignments to incidents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectorsConfig(AppConfig):
    name = "apps.inspectors"
    verbose_name = _("Units and inspectors")

    def ready(self) -> None:
        """Tell the rooms below: what the feed shows of units, what incidents say of them, what follows a move."""
        from apps.accounts.pages import Page
        from apps.accounts.pages import register as add_page
        from apps.accounts.roles import Can, Role
        from apps.accounts.start import FIELD
        from apps.accounts.trail.personal import mask_in_trail
        from apps.core import conditions, reference
        from apps.incidents import companions
        from apps.incidents.reactions import on_move, on_transfer
        from apps.incidents.timeline import register_kind
        from apps.inspectors import safety
        from apps.inspectors.actions.release_units import release_units
        from apps.inspectors.actions.settle_units import settle_units
        from apps.inspectors.aid import aid_of_incidents
        from apps.inspectors.distress import on_sos
        from apps.inspectors.field.pressed import press_by_device
        from apps.inspectors.intake_figures import INTAKE, KIND, positions_condition
        from apps.inspectors.items import open_items, redacted, render, units_of_incidents
        from apps.inspectors.life_limits import load as load_life_limits
        from apps.inspectors.models.assignments import LINE_NAMES
        from apps.inspectors.models.dispatching import AID_LINE_NAMES
        from apps.inspectors.reference import load
        from apps.inspectors.ticks import LIFE_S, expire, keep_partitions, publish_frames, watch_life
        from apps.live import own, processes, ticking
        from apps.live.topics import Topic, register

        needs = Can.READ_UNITS
        register(Topic(name="units", needs=needs, render=render, open_items=open_items, redact=redacted))
        register(
            Topic(
                name=safety.SOS_TOPIC,
                needs=needs,
                render=safety.render_sos,
                open_items=safety.open_sos,
                redact=safety.redacted_sos,
            )
        )
        register(
            Topic(name=safety.LIFE_TOPIC, needs=needs, render=safety.render_life, open_items=safety.open_life)
        )
        own.concerns("units", safety.concerned_by_units)
        own.concerns("incidents", safety.concerned_by_incidents)
        own.concerns(safety.SOS_TOPIC, safety.concerned_by_sos)
        own.concerns(safety.LIFE_TOPIC, safety.concerned_by_life)
        add_page(Page(FIELD, _("Tablet"), 15, lambda user: user.role == Role.INSPECTOR))
        companions.register("units", units_of_incidents)
        companions.register("aid", aid_of_incidents)
        for status, name in LINE_NAMES.items():
            register_kind(f"unit_{status.value}", name)
        for kind, told in AID_LINE_NAMES.items():
            register_kind(kind, told)
        for kind, words in (
            ("sos_raised", _("SOS raised")),
            ("sos_repeated", _("SOS pressed again")),
            ("sos_ended", _("SOS ended")),
        ):
            register_kind(kind, words)
        mask_in_trail("inspectors.inspector", "phone")
        on_sos(press_by_device)
        on_move(release_units)
        on_transfer(settle_units)
        processes.register(INTAKE)
        conditions.register(KIND, positions_condition)
        reference.register(self.label, load)
        reference.register(f"{self.label}.life_limits", load_life_limits)
        ticking.register(1.0, publish_frames)
        ticking.register(1.0, expire)
        ticking.register(LIFE_S, watch_life)
        ticking.register(3600.0, keep_partitions)
