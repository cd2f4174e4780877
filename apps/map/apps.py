"""What the eye sees: the console, the base map, search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapConfig(AppConfig):
    name = "apps.map"
    verbose_name = _("Map")

    def ready(self) -> None:
        """Put the console into the header; its address leads those who begin elsewhere to their own first page."""
        from apps.accounts.models import User
        from apps.accounts.pages import Page, register
        from apps.accounts.roles import Can
        from apps.accounts.start import CONSOLE, start_page

        def watches(user: User) -> bool:
            return user.may(Can.READ_LIVE) and user.may(Can.READ_INCIDENTS)

        def begins_here(user: User) -> bool:
            return start_page(user) == CONSOLE

        register(Page(CONSOLE, _("Console"), 10, lambda user: watches(user) and begins_here(user)))
        register(Page("/console/", _("Console"), 10, lambda user: watches(user) and not begins_here(user)))
        register(Page("/playback/", _("Playback"), 15, lambda user: user.may(Can.READ_TRACKS)))
