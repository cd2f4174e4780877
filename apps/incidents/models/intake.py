"""What makes intake safe to repeat: numbers without gaps given twice, keys that remember their body."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.incidents.models.incidents import Incident
from apps.regions.models import Region


class NumberCounter(models.Model):
    """The last number given in a region and local year; its row is locked while one is given."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of numbers")
        verbose_name_plural = _("counters of numbers")
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="one_counter_per_region_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}: {self.last}"


class IdempotencyKey(models.Model):
    """An `Idempotency-Key` that was used: by whom, with which body, for which incident."""

    intake = models.CharField(max_length=40)
    key = models.CharField(_("key"), max_length=200)
    body_hash = models.CharField(max_length=64)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+", verbose_name=_("incident"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [
            models.UniqueConstraint(fields=["intake", "key"], name="idempotency_key_is_unique_per_intake"),
        ]

    def __str__(self) -> str:
        return self.key
