"""Units and people in the field: positions, status, assignments to incidents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectorsConfig(AppConfig):
    name = "apps.inspectors"
    verbose_name = _("Units and inspectors")
