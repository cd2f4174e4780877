"""Planned work: while it lasts, a camera that does not answer is no outage."""

from collections.abc import Iterable
from datetime import datetime

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera
from apps.cameras.models.nodes import NetworkNode
from apps.regions.models import Region
from apps.regions.scope import Scope


class MaintenanceWindowQuerySet(models.QuerySet["MaintenanceWindow"]):
    """Reads of planned work."""

    def in_scope(self, scope: Scope) -> "MaintenanceWindowQuerySet":
        """Work on cameras, nodes and regions that `scope` covers."""
        if scope.is_national:
            return self
        return self.filter(
            models.Q(region__in=scope.codes)
            | models.Q(camera__region__in=scope.codes)
            | models.Q(node__region__in=scope.codes)
        )

    def during(self, begins_at: datetime, ends_at: datetime) -> "MaintenanceWindowQuerySet":
        """Work that overlaps the period."""
        return self.filter(begins_at__lt=ends_at, ends_at__gt=begins_at)

    def ahead(self, at: datetime) -> "MaintenanceWindowQuerySet":
        """Work that is not over, what begins first before."""
        return self.filter(ends_at__gt=at).order_by("begins_at", "pk")

    def of(self, cameras: Iterable[Camera]) -> "MaintenanceWindowQuerySet":
        """Work on these cameras, on their nodes and in their regions."""
        known = list(cameras)
        return self.filter(
            models.Q(camera__in=[camera.pk for camera in known])
            | models.Q(node__in={camera.node_id for camera in known if camera.node_id})
            | models.Q(region__in={camera.region_id for camera in known})
        )


@pghistory.track()
class MaintenanceWindow(models.Model):
    """Planned work on a camera, on a node with all its cameras, or in a whole region."""

    camera = models.ForeignKey(
        Camera, models.PROTECT, null=True, blank=True, related_name="maintenance", verbose_name=_("camera")
    )
    node = models.ForeignKey(
        NetworkNode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="maintenance",
        verbose_name=_("network node"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="camera_maintenance",
        verbose_name=_("region"),
    )
    begins_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    reason = models.CharField(_("reason"), max_length=250)

    objects = MaintenanceWindowQuerySet.as_manager()

    class Meta:
        ordering = ("-begins_at",)
        verbose_name = _("maintenance window")
        verbose_name_plural = _("maintenance windows")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="maintenance_window_ends_after_it_begins",
                violation_error_message=_("The end must be after the beginning."),
            ),
            models.CheckConstraint(
                condition=models.Q(camera__isnull=False, node__isnull=True, region__isnull=True)
                | models.Q(camera__isnull=True, node__isnull=False, region__isnull=True)
                | models.Q(camera__isnull=True, node__isnull=True, region__isnull=False),
                name="maintenance_window_is_of_one_thing",
                violation_error_message=_("Choose one camera, one network node or one region."),
            ),
        ]
        indexes = [models.Index(fields=["ends_at", "begins_at"], name="maintenance_window_by_end")]

    def __str__(self) -> str:
        return f"{self.camera or self.node or self.region}: {self.reason}"
