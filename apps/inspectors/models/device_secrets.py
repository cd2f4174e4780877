"""What a phone's app signs in with where its protocol knows HTTP Basic: a secret of each device's own."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.inspectors.models.units import Device


@pghistory.track(exclude=["digest"])
class DeviceSecret(models.Model):
    """The SHA-256 of a random secret. A new one is a new row: whoever knows the old one is refused at once."""

    device = models.OneToOneField(Device, models.PROTECT, related_name="secret", verbose_name=_("device"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("secret of a device")
        verbose_name_plural = _("secrets of devices")

    def __str__(self) -> str:
        return str(self.device)
