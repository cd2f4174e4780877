"""Files that belong to an incident."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.incidents.models.incidents import Incident
from apps.incidents.models.signed import Signed


class Attachment(UUIDModel, Signed):
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

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
