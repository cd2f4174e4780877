"""Readings condensed by the minute, the hour and the local day; recomputed where readings came late."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.regions.models import Region
from apps.sensors.models.sensors import Sensor


class Rollup(models.Model):
    """What a sensor said from `at` until the next one: `lowest`, `highest` and `total` are of plausible values alone.

    `readings` counts those; `outside` the ones that cannot be true. `last` is the newest plausible value.
    """

    pk = models.CompositePrimaryKey("sensor_id", "at")
    sensor = models.ForeignKey(
        Sensor, models.PROTECT, related_name="+", db_index=False, verbose_name=_("sensor")
    )
    at = models.DateTimeField(_("at"))
    readings = models.PositiveIntegerField(_("readings"))
    outside = models.PositiveIntegerField(_("cannot be true"))
    lowest = models.FloatField(_("lowest"), null=True)
    highest = models.FloatField(_("highest"), null=True)
    total = models.FloatField(_("sum"), null=True)
    last = models.FloatField(_("last"), null=True)

    class Meta:
        abstract = True


class MinuteRollup(Rollup):
    """By the minute; partitioned by UTC days."""

    class Meta:
        verbose_name = _("minute of readings")
        verbose_name_plural = _("minutes of readings")

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.at:%Y-%m-%d %H:%M}"


class HourRollup(Rollup):
    """By the hour."""

    class Meta:
        verbose_name = _("hour of readings")
        verbose_name_plural = _("hours of readings")

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.at:%Y-%m-%d %H}"


class DayRollup(Rollup):
    """By the day of the sensor's region: `at` is its local midnight."""

    class Meta:
        verbose_name = _("day of readings")
        verbose_name_plural = _("days of readings")

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.at:%Y-%m-%d}"


class LateHour(models.Model):
    """An hour of a sensor that got readings after it may have been condensed. Deleted when that is done again."""

    pk = models.CompositePrimaryKey("sensor_id", "at")
    sensor = models.ForeignKey(
        Sensor, models.CASCADE, related_name="+", db_index=False, verbose_name=_("sensor")
    )
    at = models.DateTimeField(_("hour"))
    marked_at = models.DateTimeField(_("marked at"))

    class Meta:
        verbose_name = _("hour to condense again")
        verbose_name_plural = _("hours to condense again")

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.at:%Y-%m-%d %H}"


class RollupProgress(models.Model):
    """Up to when all readings are condensed; one row."""

    step = models.CharField(_("step"), max_length=6, primary_key=True)
    upto = models.DateTimeField(_("up to"))

    class Meta:
        verbose_name = _("progress of condensing")
        verbose_name_plural = _("progress of condensing")

    def __str__(self) -> str:
        return f"{self.step} {self.upto:%Y-%m-%d %H:%M}"


class SensorRevision(models.Model):
    """How often the sensors of a region, and their status, have changed; triggers count."""

    region = models.OneToOneField(
        Region, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("region")
    )
    sensors = models.BigIntegerField(_("changes of sensors"), default=1)
    statuses = models.BigIntegerField(_("changes of status"), default=1)

    class Meta:
        verbose_name = _("revision of sensors")
        verbose_name_plural = _("revisions of sensors")

    def __str__(self) -> str:
        return f"{self.region_id} {self.sensors} {self.statuses}"
