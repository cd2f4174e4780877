"""Regions, districts and places. The regions themselves are fixed; their polygons may be replaced."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from apps.core.admin import PortalAdmin, PortalImportExportAdmin
from apps.core.tables import PortalResource
from apps.regions.models import District, Place, Region

NAMES = ("name_uz", "name_uz_cyrl", "name_ru", "name_en")


@admin.register(Region)
class RegionAdmin(PortalAdmin):
    """The command `import_regions` replaces all polygons at once, after checking them against each other."""

    national_only = True
    list_display = ("code", "name", "soato")
    search_fields = ("code", *NAMES)
    fields = ("code", *NAMES, "soato", "boundary", "label_point", "time_zone")
    readonly_fields = ("code",)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class DistrictResource(PortalResource):
    """Districts by SOATO code."""

    region = Field(attribute="region", column_name="region", widget=ForeignKeyWidget(Region, "code"))

    class Meta(PortalResource.Meta):
        model = District
        import_id_fields = ("soato",)
        fields = ("soato", "region", *NAMES)
        export_order = fields


@admin.register(District)
class DistrictAdmin(PortalImportExportAdmin):
    resource_classes = [DistrictResource]
    list_display = ("soato", "name", "region")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("soato", *NAMES)
    fields = ("soato", "region", *NAMES)


@admin.register(Place)
class PlaceAdmin(PortalAdmin):
    """Populated places, for search and labels; a place is nobody's record, so it may be deleted."""

    deletable = True
    list_display = ("name", "region", "population")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("search",)
    fields = ("geonames_id", "region", *NAMES, "spellings", "population", "location")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Place], search_term: str
    ) -> tuple[QuerySet[Place], bool]:
        """By any spelling in any writing."""
        return (Place.objects.matching(search_term) & queryset if search_term.strip() else queryset), False
