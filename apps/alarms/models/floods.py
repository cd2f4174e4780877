"""More alarms than a person can take in: since when, in which region."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.regions.models import Region


class Flood(UUIDModel):
    """A flood of alarms in a region, from its begin to its end: ISA-18.2's measure for one operator."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    operators = models.PositiveSmallIntegerField(_("operators"), default=1)
    alarms_count = models.PositiveIntegerField(_("alarms in ten minutes"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ("-began_at",)
        verbose_name = _("flood of alarms")
        verbose_name_plural = _("floods of alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(ended_at__isnull=True), name="one_open_flood_per_region"
            ),
            models.CheckConstraint(condition=models.Q(operators__gte=1), name="alarm_flood_has_an_operator"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.began_at:%Y-%m-%d %H:%M}"
