"""Users, roles, region scope, API clients, audit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("Accounts and audit")

    def ready(self) -> None:
        from apps.accounts.api import schema  # noqa: F401 - the schema finds its classes by their being there
        from apps.accounts.audit import note_export, note_reading
        from apps.accounts.pages import Page, register
        from apps.accounts.sign_ins import listen  # models are loaded only now
        from apps.accounts.start import ADMIN, AUDIT, ME
        from apps.accounts.trail.personal import mask_in_trail
        from apps.core.exports import on_export
        from apps.core.readings import on_reading

        listen()
        register(Page(AUDIT, _("Audit"), 80, lambda user: user.reads_audit))
        register(Page(ADMIN, _("Admin"), 85, lambda user: user.administers))
        register(Page(ME, _("My account"), 90, lambda user: True))
        on_export(note_export)
        on_reading(note_reading)
        mask_in_trail("accounts.user", "email")
