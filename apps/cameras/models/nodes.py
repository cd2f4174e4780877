"""Switches and cabinets: what cameras hang on together, and fail with together."""

import pghistory
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.geo import SRID
from apps.regions.models import Region
from apps.regions.scope import Scope


class NetworkNodeQuerySet(models.QuerySet["NetworkNode"]):
    """Reads of nodes."""

    def in_scope(self, scope: Scope) -> "NetworkNodeQuerySet":
        """The nodes of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)


@pghistory.track()
class NetworkNode(models.Model):
    """A switch: cameras that hang on it are lost together."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=150)
    region = models.ForeignKey(Region, models.PROTECT, related_name="network_nodes", verbose_name=_("region"))
    location = models.PointField(_("location"), srid=SRID, null=True, blank=True)

    objects = NetworkNodeQuerySet.as_manager()

    class Meta:
        ordering = ("region", "code")
        verbose_name = _("network node")
        verbose_name_plural = _("network nodes")
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="network_node_code_is_unique_in_region"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
