"""Who looked at a camera's pictures, and from when until when."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera
from apps.core.models import UUIDModel


class ViewingKind(models.TextChoices):
    """What somebody looked at."""

    SNAPSHOT = "snapshot", _("snapshots")
    STREAM = "stream", _("live video")


class Viewing(UUIDModel):
    """One person looks at one camera; while the picture refreshes it is one row, whose end moves.

    Once over, a trigger refuses its change; no viewing is ever deleted.
    """

    camera = models.ForeignKey(Camera, models.PROTECT, related_name="viewings", verbose_name=_("camera"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user")
    )
    kind = models.CharField(_("picture"), max_length=10, choices=ViewingKind.choices)
    began_at = models.DateTimeField(_("from"))
    last_at = models.DateTimeField(_("until"))
    is_over = models.BooleanField(_("over"), default=False)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)

    class Meta:
        ordering = ("-began_at", "-id")
        verbose_name = _("viewing of a camera")
        verbose_name_plural = _("viewings of cameras")
        constraints = [
            models.UniqueConstraint(
                fields=["camera", "user", "kind"],
                condition=models.Q(is_over=False),
                name="viewing_is_one_while_it_lasts",
            ),
            models.CheckConstraint(
                condition=models.Q(last_at__gte=models.F("began_at")), name="viewing_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ViewingKind.values), name="viewing_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["camera", "-began_at"], name="viewing_by_camera"),
            models.Index(fields=["last_at"], condition=models.Q(is_over=False), name="viewing_that_lasts"),
        ]
        triggers = [
            pgtrigger.Protect(name="viewing_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="viewing_that_is_over_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_over=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.kind} {self.began_at:%Y-%m-%d %H:%M:%S}"
