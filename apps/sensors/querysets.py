"""Reads of sensors, their thresholds and crossings."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point

from apps.core.nearest import nearest
from apps.regions.folding import fold
from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.sensors.models import Crossing, Sensor, SensorMaintenance, Threshold  # noqa: F401


class SensorQuerySet(models.QuerySet["Sensor"]):
    def in_scope(self, scope: Scope) -> "SensorQuerySet":
        """The sensors of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def active(self) -> "SensorQuerySet":
        """Without those that are retired."""
        return self.filter(retired_at=None)

    def shown(self) -> "SensorQuerySet":
        """With kind and state, as lists show them."""
        return self.select_related("kind", "state")

    def calibration_overdue(self, today: date) -> "SensorQuerySet":
        """Those whose day of calibration has come."""
        return self.filter(calibration_due_on__lte=today)

    def nearest_to(
        self, point: Point, *, limit: int, within_m: float | None = None
    ) -> "models.QuerySet[Sensor]":
        """The `limit` nearest, nearest first, each with `distance_m` in metres; none beyond `within_m`."""
        return nearest(self, point, limit=limit, within=within_m)

    def matching(self, text: str) -> "SensorQuerySet":
        """Those whose code, name and address hold each word of `text`, in any script."""
        words = fold(text).split()
        return self.filter(*[models.Q(search__contains=word) for word in words]) if words else self.none()

    def locked(self, sensor_id: int) -> "Sensor":
        """The sensor under a row lock; raises `Sensor.DoesNotExist`."""
        return self.select_for_update(of=("self",)).get(pk=sensor_id)


class MaintenanceQuerySet(models.QuerySet["SensorMaintenance"]):
    def in_scope(self, scope: Scope) -> "MaintenanceQuerySet":
        """Those of sensors of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(sensor__region__in=scope.codes)

    def at(self, moment: datetime) -> "MaintenanceQuerySet":
        """Those that go on at this moment."""
        return self.filter(begins_at__lte=moment, ends_at__gt=moment)

    def within(self, sensor: "Sensor", start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """When the sensor was worked on between these moments, in order of time."""
        rows = self.filter(sensor=sensor, begins_at__lt=end, ends_at__gt=start).order_by("begins_at")
        return [
            (max(begin, start), min(over, end)) for begin, over in rows.values_list("begins_at", "ends_at")
        ]


class ThresholdQuerySet(models.QuerySet["Threshold"]):
    def in_use(self) -> "ThresholdQuerySet":
        """Without those that are retired."""
        return self.filter(retired_at=None)

    def in_scope(self, scope: Scope) -> "ThresholdQuerySet":
        """Those of sensors of these regions, and those of kinds that hold there."""
        if scope.is_national:
            return self
        of_sensor = models.Q(sensor__region__in=scope.codes)
        of_kind = models.Q(sensor=None) & (models.Q(region=None) | models.Q(region__in=scope.codes))
        return self.filter(of_sensor | of_kind)


class CrossingQuerySet(models.QuerySet["Crossing"]):
    def in_scope(self, scope: Scope) -> "CrossingQuerySet":
        """The crossings of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def open(self) -> "CrossingQuerySet":
        """Those that last."""
        return self.filter(ended_at=None)
