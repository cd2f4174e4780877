"""Input fields of the JSON edge that refuse what cannot be meant."""

import math
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib.gis.geos import Point
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.api.shapes import PointSerializer
from apps.core.geo import as_geojson, point

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


@extend_schema_field(PointSerializer)
class PointField(serializers.Field):
    """A GeoJSON Point: lon, then lat, in degrees; an altitude is left out."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "not_a_point": _("A GeoJSON Point is needed, with its coordinates as [lon, lat]."),
        "out_of_range": _("Longitude goes from -180 to 180 and latitude from -90 to 90, in this order."),
    }

    def to_internal_value(self, data: Any) -> Point:
        if not isinstance(data, dict) or data.get("type") != "Point":
            self.fail("not_a_point")
        coordinates = data.get("coordinates")
        if not isinstance(coordinates, list) or not 2 <= len(coordinates) <= 3:
            self.fail("not_a_point")
        if not all(type(number) in (int, float) for number in coordinates):
            self.fail("not_a_point")
        try:
            return point(float(coordinates[0]), float(coordinates[1]))
        except (ValueError, OverflowError):
            self.fail("out_of_range")

    def to_representation(self, value: Any) -> Any:
        return as_geojson(value)


class FiniteField(serializers.FloatField):
    """A number that is one: no NaN, no infinity."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        try:
            number: float = super().to_internal_value(data)
        except OverflowError:
            self.fail("invalid")
        if not math.isfinite(number):
            self.fail("invalid")
        return number


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentField(serializers.Field):
    """ISO 8601 with a zone: a time without one would be guessed."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "not_a_moment": _("A time in ISO 8601 with its zone is needed: 2026-10-01T13:15:30+05:00."),
        "too_early": _("A time before the year 2000 cannot be meant."),
    }

    def to_internal_value(self, data: Any) -> datetime:
        try:
            moment = parse_datetime(data) if isinstance(data, str) else None
            if moment is None or moment.tzinfo is None:
                self.fail("not_a_moment")
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("not_a_moment")
        if moment < EARLIEST:
            self.fail("too_early")
        return moment

    def to_representation(self, value: Any) -> Any:
        return value


class StrictBooleanField(serializers.BooleanField):
    """True or false, not a word that may stand for it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data
