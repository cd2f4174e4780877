"""The history of cameras' status."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera, CameraStatus
from apps.core.clock import told
from apps.core.models import UUIDModel


class CameraStatusEntry(UUIDModel):
    """One change of a camera's status: what it became, when, by whom. Append-only."""

    camera = models.ForeignKey(
        Camera, models.PROTECT, related_name="status_history", verbose_name=_("camera")
    )
    at = models.DateTimeField(_("at"))
    was = models.CharField(_("was"), max_length=12, choices=CameraStatus.choices)
    status = models.CharField(_("status"), max_length=12, choices=CameraStatus.choices)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    by_client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("API client"),
    )

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("change of a camera's status")
        verbose_name_plural = _("changes of cameras' status")
        indexes = [models.Index(fields=["camera", "-at"], name="camera_status_entry_by_camera")]
        triggers = [
            pgtrigger.Protect(
                name="camera_status_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.status} {told(self.at)}"
