"""Where units are and were: every position by device time, and the newest of each unit."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.clock import told
from apps.core.geo import SRID
from apps.core.grid import Cell
from apps.inspectors.models.units import Device, Unit


class Fix(models.Model):
    """What a device says of where it is. `at` is the device's clock, `received_at` ours."""

    at = models.DateTimeField(_("at"))
    received_at = models.DateTimeField(_("received at"))
    location = models.PointField(_("location"), srid=SRID, spatial_index=False)
    speed_mps = models.FloatField(_("speed, m/s"), null=True, blank=True)
    heading = models.FloatField(_("heading"), null=True, blank=True)
    accuracy_m = models.FloatField(_("accuracy, m"), null=True, blank=True)
    battery = models.FloatField(_("battery, %"), null=True, blank=True)

    class Meta:
        abstract = True


class Position(Fix):
    """One position of a device; the table is partitioned by days of `at` (see `apps.inspectors.partitions`).

    A partitioned table has no unique index without its partition key: `id` is unique as a sequence gives it.
    """

    device = models.ForeignKey(
        Device, models.PROTECT, related_name="positions", db_index=False, verbose_name=_("device")
    )
    is_mock = models.BooleanField(_("made up"), db_default=False, default=False)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(fields=["device", "at"], name="position_is_unique_by_device_and_at"),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {told(self.at)}"


class LatestPosition(Fix):
    """The newest position of a unit by device time, of any of its devices; old uploads never move it back.

    Its rows change with every position: half of each page is left free, and no index holds a column that changes
    each time, so that the new version of a row stands beside the old one (PostgreSQL's HOT).
    """

    unit = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="latest", verbose_name=_("unit")
    )
    device = models.ForeignKey(
        Device, models.PROTECT, related_name="+", db_index=False, verbose_name=_("device")
    )
    cell = models.GeneratedField(
        expression=Cell("location"), output_field=models.IntegerField(), db_persist=True, editable=False
    )

    class Meta:
        verbose_name = _("latest position")
        verbose_name_plural = _("latest positions")
        indexes = [models.Index(fields=["cell"], name="latest_position_by_cell")]

    def __str__(self) -> str:
        return f"{self.unit_id} {told(self.at)}"
