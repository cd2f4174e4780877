"""What the eye sees: the console, the base map, search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapConfig(AppConfig):
    name = "apps.map"
    verbose_name = _("Map")
