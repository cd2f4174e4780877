"""What the figures say: KPI reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "apps.reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Put the reports into the header."""
        from apps.accounts.pages import Page, register
        from apps.accounts.roles import Can
        from apps.accounts.start import REPORTS

        register(Page(REPORTS, _("Reports"), 70, lambda user: user.may(Can.READ_REPORTS)))
