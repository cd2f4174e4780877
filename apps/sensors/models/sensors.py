"""Sensors: what stands where, when it was calibrated, when it is worked on."""

from datetime import date, datetime, timedelta
from typing import Any

import pghistory
import pgtrigger
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from apps.core.geo import SRID
from apps.core.models import UUIDModel
from apps.core.nearest import Geography
from apps.regions.folding import folded_words
from apps.regions.models import District, Region
from apps.sensors.models.kinds import SensorKind
from apps.sensors.querysets import MaintenanceQuerySet, SensorQuerySet
from apps.sensors.workflow import STALE_AFTER


class SearchWords(models.TextField):
    """Code, name and address folded, so that a search hits in any script; kept by every way of saving."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        sensor = model_instance
        words = folded_words(sensor.code, sensor.name, sensor.address)  # type: ignore[attr-defined]
        setattr(sensor, self.attname, words)
        return words


@pghistory.track(exclude=["search"])
class Sensor(models.Model):
    """A sensor at a point. It is never deleted: it retires."""

    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=150)
    region = models.ForeignKey(Region, models.PROTECT, related_name="sensors", verbose_name=_("region"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="sensors", verbose_name=_("district")
    )
    kind = models.ForeignKey(SensorKind, models.PROTECT, related_name="sensors", verbose_name=_("kind"))
    location = models.PointField(_("location"), srid=SRID)
    address = models.CharField(_("address"), max_length=250, blank=True)
    every_s = models.PositiveIntegerField(
        _("own interval, s"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as its kind."),
    )
    calibrated_on = models.DateField(_("calibrated on"), null=True, blank=True)
    calibration_due_on = models.DateField(_("calibration due on"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    search = SearchWords(blank=True, default="", editable=False)

    objects = SensorQuerySet.as_manager()

    class Meta:
        ordering = ("region", "code")
        verbose_name = _("sensor")
        verbose_name_plural = _("sensors")
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="sensor_code_is_unique_in_region"),
            models.CheckConstraint(
                condition=models.Q(every_s__isnull=True) | models.Q(every_s__gte=1),
                name="sensor_interval_is_positive",
            ),
        ]
        indexes = [
            GistIndex(Geography("location"), name="sensor_location_geography"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="sensor_search"),
        ]
        triggers = [pgtrigger.Protect(name="sensor_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def interval_s(self) -> int:
        """How often a reading is expected."""
        return self.every_s or self.kind.interval_s

    def is_stale(self, at: datetime) -> bool:
        """Has it missed three readings? One that was never heard is not stale: nothing old is shown of it."""
        heard_at = self.state.at
        return heard_at is not None and at - heard_at >= timedelta(seconds=STALE_AFTER * self.interval_s)

    def is_calibration_due(self, today: date) -> bool:
        """Has the day come on which it should have been calibrated?"""
        return self.calibration_due_on is not None and self.calibration_due_on <= today


@pghistory.track()
class SensorMaintenance(UUIDModel):
    """A time in which a sensor is worked on: what it says is kept, and raises nothing."""

    sensor = models.ForeignKey(Sensor, models.PROTECT, related_name="maintenance", verbose_name=_("sensor"))
    begins_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    reason = models.CharField(_("reason"), max_length=250)

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        ordering = ("-begins_at",)
        verbose_name = _("maintenance of a sensor")
        verbose_name_plural = _("maintenance of sensors")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(begins_at__lt=models.F("ends_at")),
                name="sensor_maintenance_begins_before_it_ends",
            ),
        ]
        indexes = [models.Index(fields=["sensor", "ends_at"], name="sensor_maintenance_by_sensor")]

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.begins_at:%Y-%m-%d %H:%M}"
