"""Files that belong to an incident."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.incidents.models.incidents import Incident


class Attachment(UUIDModel):
    """A file under MEDIA, served only by the download view, which checks the scope."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="attachments", verbose_name=_("incident")
    )
    file = models.FileField(_("file"), max_length=200)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("size, bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField(_("at"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("API client"),
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
