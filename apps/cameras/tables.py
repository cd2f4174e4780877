"""Cameras as a table that leaves and comes back: one row a camera, told apart by region and code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.results import Result
from import_export.widgets import ForeignKeyWidget
from tablib import Dataset

from apps.cameras.actions import tell_of_cameras
from apps.cameras.models import Camera
from apps.core.clock import now
from apps.core.geo import point
from apps.core.tables import PortalResource
from apps.regions.models import District, Region


class CameraResource(PortalResource):
    """`lon` and `lat` in degrees; the region by its ISO code, the district by SOATO."""

    region = Field(attribute="region", column_name="region", widget=ForeignKeyWidget(Region, "code"))
    district = Field(attribute="district", column_name="district", widget=ForeignKeyWidget(District, "soato"))
    lon = Field(attribute="location__x", column_name="lon", readonly=True)
    lat = Field(attribute="location__y", column_name="lat", readonly=True)

    class Meta(PortalResource.Meta):
        model = Camera
        import_id_fields = ("region", "code")
        fields = (
            "region", "code", "name", "kind", "make", "model", "owner", "lon", "lat", "district", "address",
            "direction", "azimuth", "fov_deg", "range_m", "analytics_name",
        )  # fmt: skip
        export_order = fields

    def import_instance(self, instance: Camera, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if instance.pk is None or "lon" in row or "lat" in row:
            instance.location = _location(row)

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        """Tell the screens; a dry run is undone with all that it did."""
        super().after_import(dataset, result, **kwargs)
        saved = [row.object_id for row in result.rows if row.import_type in {"new", "update"}]
        if saved and not result.has_errors() and not kwargs.get("dry_run"):
            tell_of_cameras(camera_ids=saved, at=now())


def _location(row: Any) -> Any:
    try:
        return point(float(row.get("lon")), float(row.get("lat")))
    except (TypeError, ValueError):
        raise ValidationError({"lon": _("lon and lat must be degrees, as 69.24 and 41.31.")}) from None
