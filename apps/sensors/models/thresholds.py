"""Limits, where each sensor stands with them, and the crossings that came of it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.regions.models import Region
from apps.sensors.models.kinds import SensorKind
from apps.sensors.models.sensors import Sensor
from apps.sensors.querysets import CrossingQuerySet, ThresholdQuerySet
from apps.sensors.words import COMPARES, MEASURES, PHASES, Level
from apps.sensors.workflow import Compare, Measure


@pghistory.track()
class Threshold(models.Model):
    """A limit of one sensor, or of a kind (everywhere, or in one region). Never deleted: it retires.

    `owner` is empty for the sensor's or kind's own; others put theirs there by `set_thresholds`. Where a sensor has
    own ones of a measure, its kind's own of that measure do not hold for it.
    """

    kind = models.ForeignKey(
        SensorKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="thresholds",
        verbose_name=_("kind"),
    )
    sensor = models.ForeignKey(
        Sensor, models.PROTECT, null=True, blank=True, related_name="thresholds", verbose_name=_("sensor")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    measure = models.CharField(_("measure"), max_length=8, choices=MEASURES, default=Measure.VALUE.value)
    compare = models.CharField(_("compare"), max_length=8, choices=COMPARES, default=Compare.ABOVE.value)
    limit = models.FloatField(_("limit"), help_text=_("In the sensor's unit; of silence, in seconds."))
    deadband = models.FloatField(
        _("deadband"), default=0, help_text=_("So much must a value come back before it counts as back.")
    )
    delay_s = models.PositiveIntegerField(_("delay, s"), default=0)
    return_delay_s = models.PositiveIntegerField(_("return delay, s"), default=0)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.MEDIUM)
    owner = models.CharField(_("owner"), max_length=60, blank=True, editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "sensor", "measure", "compare", "limit")
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__isnull=True, sensor__isnull=False)
                | models.Q(kind__isnull=False, sensor__isnull=True),
                name="threshold_is_of_a_kind_or_of_a_sensor",
            ),
            models.CheckConstraint(
                condition=models.Q(sensor__isnull=True) | models.Q(region__isnull=True),
                name="threshold_region_narrows_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(limit__range=(-1e300, 1e300)) & models.Q(deadband__range=(0, 1e300)),
                name="threshold_limit_is_finite_and_deadband_not_negative",
            ),
            models.CheckConstraint(
                condition=~models.Q(measure="absence") | models.Q(limit__gt=0),
                name="threshold_silence_is_longer_than_nothing",
            ),
            models.CheckConstraint(condition=models.Q(level__range=(1, 4)), name="threshold_level_is_1_to_4"),
        ]
        indexes = [
            models.Index(fields=["owner"], condition=models.Q(retired_at=None), name="threshold_by_owner")
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {'<' if self.compare == Compare.BELOW else '>'} {self.limit:g}"


class Crossing(UUIDModel):
    """A limit that was crossed: since its first reading beyond, until its first reading back."""

    sensor = models.ForeignKey(Sensor, models.PROTECT, related_name="crossings", verbose_name=_("sensor"))
    threshold = models.ForeignKey(
        Threshold, models.PROTECT, related_name="crossings", verbose_name=_("threshold")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    value = models.FloatField(_("value"))
    peak = models.FloatField(_("peak"))
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    told_at = models.DateTimeField(_("told at"))

    objects = CrossingQuerySet.as_manager()

    class Meta:
        ordering = ("-began_at", "-id")
        verbose_name = _("crossing")
        verbose_name_plural = _("crossings")
        constraints = [
            models.UniqueConstraint(
                fields=["sensor", "threshold"],
                condition=models.Q(ended_at=None),
                name="crossing_one_open_per_sensor_and_threshold",
            ),
        ]
        indexes = [
            models.Index(fields=["sensor", "-began_at"], name="crossing_by_sensor"),
            models.Index(
                fields=["region"], condition=models.Q(ended_at=None), name="crossing_open_by_region"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.threshold_id} {self.began_at:%Y-%m-%d %H:%M:%S}"


class Watch(models.Model):
    """A sensor that does not stand normal with a threshold; there is no row for one that does."""

    sensor = models.ForeignKey(Sensor, models.CASCADE, related_name="watches", verbose_name=_("sensor"))
    threshold = models.ForeignKey(
        Threshold, models.CASCADE, related_name="watches", verbose_name=_("threshold")
    )
    phase = models.CharField(_("phase"), max_length=10, choices=PHASES)
    began_at = models.DateTimeField(_("began at"))
    back_at = models.DateTimeField(_("back at"), null=True)
    value = models.FloatField(_("value"), null=True)
    peak = models.FloatField(_("peak"), null=True)

    class Meta:
        verbose_name = _("watched threshold")
        verbose_name_plural = _("watched thresholds")
        constraints = [
            models.UniqueConstraint(
                fields=["sensor", "threshold"], name="watch_is_unique_by_sensor_and_threshold"
            ),
            models.CheckConstraint(condition=~models.Q(phase="normal"), name="watch_is_not_normal"),
        ]

    def __str__(self) -> str:
        return f"{self.sensor_id} {self.threshold_id} {self.phase}"
