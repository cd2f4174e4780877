"""Sensors as a table that leaves and comes back: one row a sensor, told apart by region and code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.results import Result
from import_export.widgets import ForeignKeyWidget
from tablib import Dataset

from apps.core.clock import now
from apps.core.geo import point
from apps.core.tables import PortalResource, saved_by
from apps.regions.models import District, Region
from apps.sensors.actions import tell_of_sensors
from apps.sensors.models import Sensor, SensorKind


class SensorResource(PortalResource):
    """`lon` and `lat` in degrees; the region by its ISO code, the district by SOATO, the kind by its code."""

    region = Field(attribute="region", column_name="region", widget=ForeignKeyWidget(Region, "code"))
    district = Field(attribute="district", column_name="district", widget=ForeignKeyWidget(District, "soato"))
    kind = Field(attribute="kind", column_name="kind", widget=ForeignKeyWidget(SensorKind, "code"))
    lon = Field(attribute="location__x", column_name="lon", readonly=True)
    lat = Field(attribute="location__y", column_name="lat", readonly=True)

    class Meta(PortalResource.Meta):
        model = Sensor
        import_id_fields = ("region", "code")
        fields = (
            "region", "code", "name", "kind", "lon", "lat", "district", "address", "every_s", "calibrated_on",
            "calibration_due_on",
        )  # fmt: skip
        export_order = fields

    def import_instance(self, instance: Sensor, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if instance.pk is None or "lon" in row or "lat" in row:
            instance.location = _location(row)

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        """Judge anew and tell the screens; a dry run is undone with all that it did."""
        super().after_import(dataset, result, **kwargs)
        if saved := saved_by(result, **kwargs):
            tell_of_sensors(sensor_ids=saved, at=now())


def _location(row: Any) -> Any:
    try:
        return point(float(row.get("lon")), float(row.get("lat")))
    except (TypeError, ValueError):
        raise ValidationError({"lon": _("lon and lat must be degrees, as 69.24 and 41.31.")}) from None


class SensorKindResource(PortalResource):
    """Told apart by code."""

    scope_path = None

    class Meta(PortalResource.Meta):
        model = SensorKind
        import_id_fields = ("code",)
        fields = (
            "code", "name_uz", "name_ru", "name_en", "unit", "symbol", "decimals", "low", "high", "interval_s",
            "is_active",
        )  # fmt: skip
        export_order = fields
