"""Patrol areas are drawn on the map here, or come by `import_patrol_areas`."""

from django.contrib import admin

from apps.core.admin import PortalAdmin
from apps.inspectors.models import PatrolArea


@admin.register(PatrolArea)
class PatrolAreaAdmin(PortalAdmin):
    """An area that is given up stays, and is not active."""

    scope_path = "region"
    list_display = ("code", "name_uz", "kind", "region", "district", "inspector", "unit", "is_active")
    list_filter = ("region", "kind", "is_active")
    list_select_related = ("region", "district", "inspector", "unit")
    search_fields = ("code", "name_uz", "name_ru", "name_en")
    autocomplete_fields = ("district", "inspector", "unit")
    fields = (
        "code",
        "kind",
        "region",
        "district",
        "name_uz",
        "name_ru",
        "name_en",
        "area",
        "inspector",
        "unit",
        "is_active",
    )
