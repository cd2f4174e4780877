"""Outages: when a camera, or a network node with all its cameras, did not work."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera
from apps.cameras.models.nodes import NetworkNode
from apps.core.models import UUIDModel
from apps.regions.models import Region
from apps.regions.scope import Scope


class OutageCause(models.TextChoices):
    """What was seen when it began; `reported`: another system said so."""

    TIMEOUT = "timeout", _("no answer in time")
    REFUSED = "refused", _("no connection")
    AUTHENTICATION = "authentication", _("login refused")
    DNS = "dns", _("name not found")
    TLS = "tls", _("certificate refused")
    GARBAGE = "garbage", _("no proper answer")
    REPORTED = "reported", _("reported")
    NODE = "node", _("network node failed")


class OutageQuerySet(models.QuerySet["Outage"]):
    """Reads of outages."""

    def in_scope(self, scope: Scope) -> "OutageQuerySet":
        """The outages of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def open(self) -> "OutageQuerySet":
        """Those that last."""
        return self.filter(ended_at=None)

    def shown(self) -> "OutageQuerySet":
        """Those that stand for themselves: not the cameras of a node that is out as a whole."""
        return self.filter(part_of=None)

    def during(self, begins_at: datetime, ends_at: datetime) -> "OutageQuerySet":
        """Those that overlap the period."""
        return self.filter(began_at__lt=ends_at).filter(
            models.Q(ended_at=None) | models.Q(ended_at__gt=begins_at)
        )

    def longest_first(self, at: datetime) -> "OutageQuerySet":
        """By how long they had lasted at that moment."""
        end = Least(Coalesce("ended_at", models.Value(at)), models.Value(at))
        return self.order_by((end - models.F("began_at")).desc(), "id")


class Outage(UUIDModel):
    """From the first failure to the first answer. A camera's row counts in figures; a node's row stands for its cameras.

    `part_of` is the outage of the camera's node. `is_told`: the feed knows of it.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    camera = models.ForeignKey(
        Camera, models.PROTECT, null=True, related_name="outages", verbose_name=_("camera")
    )
    node = models.ForeignKey(
        NetworkNode, models.PROTECT, null=True, related_name="outages", verbose_name=_("network node")
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", verbose_name=_("part of")
    )
    cause = models.CharField(_("cause"), max_length=16, choices=OutageCause.choices)
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    noticed_at = models.DateTimeField(_("noticed at"))
    cameras_count = models.PositiveIntegerField(_("cameras"), default=1)
    is_told = models.BooleanField(_("told"), default=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ("-began_at", "-id")
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        constraints = [
            models.UniqueConstraint(
                fields=["camera"],
                condition=models.Q(ended_at=None, camera__isnull=False),
                name="one_open_outage_per_camera",
            ),
            models.UniqueConstraint(
                fields=["node"],
                condition=models.Q(ended_at=None, node__isnull=False),
                name="one_open_outage_per_node",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("began_at")),
                name="outage_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(camera__isnull=False, node__isnull=True)
                | models.Q(camera__isnull=True, node__isnull=False, part_of__isnull=True),
                name="outage_is_of_a_camera_or_of_a_node",
            ),
            models.CheckConstraint(
                condition=models.Q(node__isnull=True) | models.Q(cause=OutageCause.NODE),
                name="outage_of_a_node_has_the_cause_node",
            ),
        ]
        indexes = [
            models.Index(fields=["camera", "-began_at"], name="outage_by_camera"),
            models.Index(fields=["region", "-began_at"], name="outage_by_region"),
            models.Index(fields=["region"], name="outage_open", condition=models.Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.camera or self.node} {self.began_at:%Y-%m-%d %H:%M}"
