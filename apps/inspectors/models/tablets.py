"""A browser that became a tablet of the field: the device it is, who uses it, and how it is lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.inspectors.models.units import Device


class Tablet(models.Model):
    """What a browser's cookie is held against: the SHA-256 of a random secret, and the one session that goes with it.

    Whether it is revoked says the device: one column for positions and for the page.
    """

    device = models.OneToOneField(
        Device, models.PROTECT, primary_key=True, related_name="tablet", verbose_name=_("device")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tablets", verbose_name=_("user")
    )
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    registered_at = models.DateTimeField(_("registered at"))
    seen_at = models.DateTimeField(_("last seen at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoke_reason = models.CharField(_("why it was revoked"), max_length=250, blank=True)

    class Meta:
        ordering = ("-seen_at",)
        verbose_name = _("tablet")
        verbose_name_plural = _("tablets")
        indexes = [models.Index(fields=["user", "-seen_at"], name="tablet_by_user")]

    def __str__(self) -> str:
        return str(self.device)
