"""Regions, districts and places. The regions themselves are fixed; their polygons may be replaced."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget
from unfold.widgets import UnfoldAdminSelectWidget

from apps.core.admin import PortalAdmin, PortalImportExportAdmin
from apps.core.geo import to_shape
from apps.core.tables import PortalResource
from apps.regions.boundaries import overlaps
from apps.regions.models import District, Place, Region

NAMES = ("name_uz", "name_uz_cyrl", "name_ru", "name_en")


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(available_timezones())]


class RegionForm(forms.ModelForm):
    """A polygon that is drawn is checked as one that is imported; a time zone is chosen, not typed."""

    time_zone = forms.ChoiceField(label=_("time zone"), choices=_time_zones, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = Region
        fields = ("boundary",)

    def clean_boundary(self) -> Any:
        boundary = self.cleaned_data["boundary"]
        if boundary is None or not boundary.valid:
            return boundary  # the model's own rules speak
        code = self.instance.code
        others = Region.objects.bounded().exclude(code=code)
        shapes = {region.code: to_shape(region.boundary) for region in others if region.boundary}
        mine = [problem for problem in overlaps({**shapes, code: to_shape(boundary)}) if code in problem]
        if mine:
            raise forms.ValidationError(mine)
        return boundary


@admin.register(Region)
class RegionAdmin(PortalAdmin):
    """The command `import_regions` replaces all polygons at once, after checking them against each other."""

    form = RegionForm
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
