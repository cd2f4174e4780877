"""What a camera wants to be told before it answers; kept encrypted, apart from the camera."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera


@pghistory.track(exclude=["sealed"])
class CameraCredential(models.Model):
    """A camera's login as `apps.cameras.credentials` seals it. No page, answer or export shows it."""

    camera = models.OneToOneField(
        Camera, models.CASCADE, primary_key=True, related_name="credential", verbose_name=_("camera")
    )
    sealed = models.BinaryField(_("sealed login"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("login of a camera")
        verbose_name_plural = _("logins of cameras")

    def __str__(self) -> str:
        return str(self.camera_id)
