"""A geometry in a form: GeoJSON in a text area, which our own bundle turns into a map."""

from typing import Any, Final

import shapely
from django import forms
from django.contrib.gis.geos import GEOSGeometry, Point
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError
from unfold.widgets import UnfoldAdminTextareaWidget

from apps.core.geo import SRID, from_shape, to_shape

ENTRY: Final = "static/src/admin-map.ts"
DECIMALS: Final = 6
# EASE-Grid 2.0, metres; its areas are true
EQUAL_AREA: Final = 6933


class BundleEntry:
    """An entry of the front end's bundle among a form's media; nothing where no bundle has been built."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __html__(self) -> SafeString:
        try:
            tags: str = DjangoViteAssetLoader.instance().generate_vite_asset(self.path, app="default")
        except (DjangoViteAssetNotFoundError, DjangoViteManifestError):
            return SafeString("")
        return SafeString(tags)

    def __str__(self) -> str:
        return self.__html__()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BundleEntry) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)


def as_text(value: GEOSGeometry) -> str:
    """GeoJSON with 6 decimals (11 cm)."""
    shape = shapely.transform(to_shape(value), lambda xy: xy.round(DECIMALS))
    return str(shapely.to_geojson(shape))


def from_text(text: str) -> GEOSGeometry:
    """The geometry of a GeoJSON text in EPSG:4326; raises `ValueError` for anything else."""
    try:
        shape = shapely.from_geojson(text)
    except (shapely.errors.GEOSException, TypeError) as error:
        raise ValueError("not a GeoJSON geometry") from error
    if shape is None or shape.is_empty:
        raise ValueError("no geometry")
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise ValueError("coordinates out of range")
    geometry: GEOSGeometry = from_shape(shape)
    return geometry


def in_words(value: GEOSGeometry) -> str:
    """`41.311100, 69.240100` (lat, lon) for a point, the area in square kilometres for an area."""
    if isinstance(value, Point):
        return f"{value.y:.6f}, {value.x:.6f}"
    km2 = value.transform(EQUAL_AREA, clone=True).area / 1_000_000
    return _("%(area)s km²") % {"area": number_format(km2, decimal_pos=1 if km2 < 100 else 0)}


def shown(value: GEOSGeometry) -> SafeString:
    """A geometry that nobody changes here: in words, and as text that `admin-map` shows on a map."""
    return format_html(
        '{}<textarea hidden readonly data-geometry-field="{}">{}</textarea>',
        in_words(value),
        value.geom_type.upper(),
        as_text(value),
    )


class GeometryWidget(UnfoldAdminTextareaWidget):
    """The text area that `admin-map` finds by `data-geometry-field` and hides behind a map."""

    map_srid = SRID

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-geometry-field": attrs.pop("geom_type", "GEOMETRY"), "spellcheck": "false"}

    def format_value(self, value: Any) -> str | None:
        """The stored geometry as text; what was typed wrongly stays as it was typed."""
        return as_text(value) if isinstance(value, GEOSGeometry) else value

    def deserialize(self, value: str) -> GEOSGeometry | None:
        """What the form field calls; None becomes its message."""
        try:
            return from_text(value)
        except ValueError:
            return None

    @property
    def media(self) -> forms.Media:
        own: forms.Media = super().media
        # The words of the map come from our own catalogue; the admin's own has only Django's.
        return own + forms.Media(js=[reverse("jsi18n"), BundleEntry(ENTRY)])  # type: ignore[list-item]
