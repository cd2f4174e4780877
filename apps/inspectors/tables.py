"""Units, inspectors and devices as tables that leave and come back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.results import Result
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget, SimpleArrayWidget
from tablib import Dataset

from apps.core.clock import now
from apps.core.tables import PortalResource, saved_by
from apps.inspectors.actions import tell_of_crews, tell_of_units
from apps.inspectors.models import Device, Inspector, Unit
from apps.regions.models import Region


class InspectorResource(PortalResource):
    """Told apart by badge."""

    region = Field(attribute="region", column_name="region", widget=ForeignKeyWidget(Region, "code"))

    class Meta(PortalResource.Meta):
        model = Inspector
        import_id_fields = ("badge",)
        fields = ("badge", "full_name", "region", "mahalla", "phone")
        export_order = fields

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        """Tell the screens of the units that name them."""
        super().after_import(dataset, result, **kwargs)
        if saved := saved_by(result, **kwargs):
            tell_of_crews(inspector_ids=saved, at=now())


class CrewWidget(ManyToManyWidget):
    """Badges, separated by commas; an unknown one is an error and not silence."""

    def __init__(self) -> None:
        super().__init__(Inspector, separator=",", field="badge")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Inspector]:
        badges = {badge.strip() for badge in str(value or "").split(",") if badge.strip()}
        found = list(Inspector.objects.filter(badge__in=badges, region=row.get("region")))
        if unknown := sorted(badges - {person.badge for person in found}):
            raise ValueError(_("There is no inspector %(badges)s.") % {"badges": ", ".join(unknown)})
        return found


class UnitResource(PortalResource):
    """Told apart by region and call sign; the crew by badges, skills separated by commas."""

    region = Field(attribute="region", column_name="region", widget=ForeignKeyWidget(Region, "code"))
    skills = Field(attribute="skills", column_name="skills", widget=SimpleArrayWidget(separator=","))
    crew = Field(attribute="crew", column_name="crew", widget=CrewWidget())

    class Meta(PortalResource.Meta):
        model = Unit
        import_id_fields = ("region", "call_sign")
        fields = ("region", "call_sign", "service", "vehicle", "skills", "home_beat", "crew")
        export_order = fields

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        """Tell the screens."""
        super().after_import(dataset, result, **kwargs)
        if saved := saved_by(result, **kwargs):
            tell_of_units(unit_ids=saved, at=now())


class UnitWidget(ForeignKeyWidget):
    """A unit by its call sign, within the region of the row."""

    def __init__(self) -> None:
        super().__init__(Unit, "call_sign")

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> QuerySet[Unit]:
        return Unit.objects.filter(region=row.get("region"))


class DeviceResource(PortalResource):
    """Told apart by identifier; the unit by region and call sign."""

    scope_path = "unit__region"
    region = Field(attribute="unit__region__code", column_name="region", readonly=True)
    unit = Field(attribute="unit", column_name="unit", widget=UnitWidget())

    class Meta(PortalResource.Meta):
        model = Device
        import_id_fields = ("identifier",)
        fields = ("identifier", "region", "unit", "is_revoked")
        export_order = fields
