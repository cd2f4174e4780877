"""What could not be held against the rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.clock import told
from apps.regions.models import Region


class SetAside(models.Model):
    """An event of the feed whose evaluation failed: kept with its error until an admin has it evaluated again."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    seq = models.BigIntegerField(_("number"))
    topic = models.CharField(_("topic"), max_length=40)
    kind = models.CharField(_("kind"), max_length=80)
    object_id = models.CharField(_("object"), max_length=64)
    at = models.DateTimeField(_("at"))
    data = models.JSONField(_("what happened"), null=True)
    error = models.TextField(_("error"))
    tried_at = models.DateTimeField(_("last tried at"))

    class Meta:
        ordering = ("-tried_at", "-id")
        verbose_name = _("event set aside")
        verbose_name_plural = _("events set aside")
        constraints = [models.UniqueConstraint(fields=["region", "seq"], name="an_event_is_set_aside_once")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.seq} {self.kind} {told(self.at)}"
