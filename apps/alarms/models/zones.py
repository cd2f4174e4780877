"""Areas on the map that rules speak of."""

from typing import Any

import pghistory
from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.alarms.querysets import ZoneQuerySet
from apps.core.geo import SRID
from apps.regions.models import Region


@pghistory.track()
class Zone(models.Model):
    """An area of one region that rules may be limited to."""

    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="alarm_zones", verbose_name=_("region"))
    area = models.PolygonField(_("area"), srid=SRID)

    objects = ZoneQuerySet.as_manager()

    class Meta:
        ordering = ("region", "name")
        verbose_name = _("zone of alarm rules")
        verbose_name_plural = _("zones of alarm rules")
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="alarm_zone_name_is_unique_in_region")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A line that crosses itself has no inside."""
        area: Any = self.area
        if area is not None and not area.valid:
            raise ValidationError({"area": _("The boundary crosses or touches itself.")})
