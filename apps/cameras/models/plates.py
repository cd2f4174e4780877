"""Number plates as cameras read them."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera
from apps.cameras.seen import PlateReadQuerySet
from apps.regions.models import Region


class Direction(models.TextChoices):
    """Which way a vehicle went, as the camera sees it."""

    APPROACHING = "approaching", _("approaching")
    LEAVING = "leaving", _("leaving")
    UNKNOWN = "unknown", _("unknown")


class ReadPlate(models.Model):
    """Base: a plate that a camera read. `plate` is written as the state writes it, `key` is what searches compare.

    `apps.cameras.plates` tells how both come from what was read. Region and place are the camera's of then.
    """

    at = models.DateTimeField(_("at"))
    plate = models.CharField(_("number plate"), max_length=16)
    key = models.CharField(max_length=16, editable=False)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    direction = models.CharField(
        _("direction"), max_length=12, choices=Direction.choices, default=Direction.UNKNOWN
    )

    class Meta:
        abstract = True


class PlateRead(ReadPlate):
    """One reading; the table is partitioned by days of `at` (see `apps.cameras.retention`).

    The same camera, moment and plate is one reading, however often it is sent.
    """

    camera = models.ForeignKey(
        Camera, models.PROTECT, related_name="plate_reads", db_index=False, verbose_name=_("camera")
    )
    region = models.ForeignKey(
        Region,
        models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("region"),
    )
    received_at = models.DateTimeField(_("received at"))
    speed_kmh = models.FloatField(_("speed, km/h"), null=True, blank=True)
    limit_kmh = models.PositiveSmallIntegerField(_("speed limit, km/h"), null=True, blank=True)
    vehicle = models.JSONField(_("vehicle"), default=dict, blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True)
    source_ref = models.CharField(_("reference"), max_length=120, blank=True)

    objects = PlateReadQuerySet.as_manager()

    class Meta:
        ordering = ("-at",)
        verbose_name = _("plate reading")
        verbose_name_plural = _("plate readings")
        constraints = [
            models.UniqueConstraint(
                fields=["camera", "at", "key"], name="plate_read_is_one_per_camera_moment_and_plate"
            ),
        ]
        indexes = [
            models.Index(fields=["key", "at"], name="plate_read_by_plate"),
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="plate_read_by_part"),
            models.Index(fields=["region", "at"], name="plate_read_by_region"),
        ]

    def __str__(self) -> str:
        return f"{self.plate} {self.at:%Y-%m-%d %H:%M:%S}"
