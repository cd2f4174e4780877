"""Protected sites: what must be guarded most, its perimeter, whom to call, its cameras and sensors."""

from typing import Any

import pghistory
from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.alarms.site_queries import SiteQuerySet
from apps.cameras.models import Camera
from apps.core.geo import SRID
from apps.core.masking import masked
from apps.regions.folding import folded_words
from apps.regions.models import District, Region
from apps.sensors.models import Sensor


class SiteKind(models.TextChoices):
    """What is guarded."""

    ENERGY = "energy", _("energy")
    WATER = "water", _("water supply")
    GAS = "gas", _("gas and oil")
    INDUSTRY = "industry", _("hazardous industry")
    TRANSPORT = "transport", _("transport")
    COMMUNICATION = "communication", _("communication")
    GOVERNMENT = "government", _("state body")
    HEALTH = "health", _("health care")
    EDUCATION = "education", _("school or nursery")
    CROWD = "crowd", _("place of crowds")
    FINANCE = "finance", _("bank")
    OTHER = "other", _("other site")


class SiteWords(models.TextField):
    """Code, name and address folded, so that a search hits in any script; kept by every way of saving."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        site: Any = model_instance
        words = folded_words(site.code, site.name, site.address)
        setattr(site, self.attname, words)
        return words


@pghistory.track(exclude=["search"])
class Site(models.Model):
    """A protected site. It is never deleted: it retires."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=16, choices=SiteKind.choices, default=SiteKind.OTHER)
    region = models.ForeignKey(Region, models.PROTECT, related_name="sites", verbose_name=_("region"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="sites", verbose_name=_("district")
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    perimeter = models.PolygonField(_("perimeter"), srid=SRID)
    instructions = models.TextField(
        _("instructions"),
        blank=True,
        help_text=_("What whoever is on watch does when something happens there."),
    )
    cameras = models.ManyToManyField(
        Camera,
        blank=True,
        related_name="sites",
        verbose_name=_("cameras"),
        help_text=_("Cameras inside the perimeter belong to it by themselves; these do besides."),
    )
    sensors = models.ManyToManyField(
        Sensor,
        blank=True,
        related_name="sites",
        verbose_name=_("sensors"),
        help_text=_("Sensors inside the perimeter belong to it by themselves; these do besides."),
    )
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    search = SiteWords(blank=True, default="", editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ("region", "code")
        verbose_name = _("protected site")
        verbose_name_plural = _("protected sites")
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="site_code_is_unique_in_region"),
        ]
        indexes = [GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="site_search")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def middle(self) -> Point:
        """A point inside the perimeter, near its middle."""
        return self.perimeter.point_on_surface

    def clean(self) -> None:
        """A perimeter that crosses itself has no inside."""
        if self.perimeter is not None and not self.perimeter.valid:
            raise ValidationError({"perimeter": _("The perimeter crosses or touches itself.")})


@pghistory.track()
class SiteContact(models.Model):
    """Whom to call about a site. The number is masked but where its reading is audited."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="contacts", verbose_name=_("protected site"))
    name = models.CharField(_("full name"), max_length=150)
    post = models.CharField(_("post"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=32)
    order = models.PositiveSmallIntegerField(_("order"), default=1, help_text=_("Who is called first."))

    class Meta:
        ordering = ("site", "order", "pk")
        verbose_name = _("contact of a protected site")
        verbose_name_plural = _("contacts of protected sites")

    def __str__(self) -> str:
        return f"{self.site_id} {self.order}"

    @property
    def masked_phone(self) -> str:
        """The number with all but its last two digits hidden."""
        return masked(self.phone)
