"""The ground floor: no word of the field here."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "apps.core"
    verbose_name = _("Foundation")

    def ready(self) -> None:
        from apps.core.admin_filters import narrow_filters  # the admin's classes are loaded only now

        narrow_filters()
