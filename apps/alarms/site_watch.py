"""What watches a protected site: what is linked to it, and what stands inside its perimeter, nearest first."""

from typing import Any

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db import models
from django.db.models import F, Q, Value

from apps.alarms.models import Site
from apps.cameras.models import Camera
from apps.core.geo import SRID
from apps.core.nearest import Geography, Metres
from apps.regions.scope import Scope
from apps.sensors.models import Sensor


def cameras_of(site: Site, *, near: Point, scope: Scope) -> models.QuerySet[Camera]:
    """Cameras in use and in scope, each with `distance_m` to `near` and `is_linked`."""
    rows: models.QuerySet[Camera] = _watching(
        Camera.objects.active().in_scope(scope), site, site.cameras.through, "camera", near
    )
    return rows


def sensors_of(site: Site, *, near: Point, scope: Scope) -> models.QuerySet[Sensor]:
    """Sensors in use and in scope with kind and state, each with `distance_m` to `near` and `is_linked`."""
    rows: models.QuerySet[Sensor] = _watching(
        Sensor.objects.active().in_scope(scope).shown(), site, site.sensors.through, "sensor", near
    )
    return rows


def _watching(rows: Any, site: Site, links: Any, name: str, near: Point) -> Any:
    linked = Q(pk__in=links.objects.filter(site=site).values(name))
    here = Geography(Value(near, output_field=PointField(srid=SRID)))
    return (
        rows.filter(linked | Q(location__coveredby=site.perimeter))
        .annotate(distance_m=Metres(Geography(F("location")), here))
        .annotate(is_linked=models.ExpressionWrapper(linked, output_field=models.BooleanField()))
        .order_by("distance_m", "pk")
    )
