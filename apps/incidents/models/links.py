"""How incidents belong together, and which other regions see one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.incidents.models.incidents import Incident
from apps.regions.models import Region


class LinkKind(models.TextChoices):
    """What the first incident is to the second."""

    PARENT_OF = "parent_of", _("parent of")
    RELATED = "related", _("related to")
    DUPLICATE_OF = "duplicate_of", _("duplicate of")


class Link(UUIDModel):
    """`source` is `kind` of `target`: parent of, related to, duplicate of."""

    source = models.ForeignKey(Incident, models.PROTECT, related_name="links_out", verbose_name=_("incident"))
    target = models.ForeignKey(
        Incident, models.PROTECT, related_name="links_in", verbose_name=_("other incident")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LinkKind.choices)
    at = models.DateTimeField(_("at"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_is_made_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="link_joins_two_incidents"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class IncidentShare(UUIDModel):
    """Another region that sees this incident: aid across a border."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="shares", verbose_name=_("incident"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("share of an incident")
        verbose_name_plural = _("shares of incidents")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "region"], name="incident_is_shared_once_with_a_region"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} -> {self.region_id}"
