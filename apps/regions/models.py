"""The 14 regions and the national queue, their districts and populated places."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pghistory
from django.contrib.admin import display
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core.geo import SRID
from apps.regions.folding import folded_words
from apps.regions.querysets import DistrictQuerySet, PlaceQuerySet, RegionQuerySet

NATIONAL = "UZ"


def is_time_zone(name: str) -> bool:
    """Is this the name of a time zone, as `Asia/Tashkent`?"""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no name at all; the name of a folder
        return False
    return True


class Named(models.Model):
    """A name in four writings; `name` is the one of the active language."""

    name_uz = models.CharField(_("name in Uzbek"), max_length=120)
    name_uz_cyrl = models.CharField(_("name in Uzbek Cyrillic"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        abstract = True

    @property
    @display(description=_("name"))
    def name(self) -> str:
        """The name in the active language; Uzbek where the language is another."""
        language = (get_language() or "uz").split("-")[0]
        return {"ru": self.name_ru, "en": self.name_en}.get(language, self.name_uz)

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Region(Named):
    """A first-level region by ISO 3166-2 code, or `UZ`: the national queue, which has no boundary."""

    code = models.CharField(_("ISO code"), max_length=5, primary_key=True)
    soato = models.CharField("SOATO", max_length=10, blank=True)
    boundary = models.MultiPolygonField(_("boundary"), srid=SRID, null=True, blank=True)
    label_point = models.PointField(_("label point"), srid=SRID, null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tashkent")

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        indexes = [
            # `locate` measures in metres.
            GistIndex(
                Cast("boundary", models.MultiPolygonField(srid=SRID, geography=True)),
                name="region_boundary_geography",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code=NATIONAL, boundary__isnull=True)
                | (~models.Q(code=NATIONAL) & models.Q(boundary__isnull=False)),
                name="region_has_boundary_unless_national",
            ),
            # PostgreSQL refuses a name that it does not know: every day of every report stands on it.
            models.CheckConstraint(
                condition=IsNull(
                    models.Func(
                        "time_zone",
                        models.Value(datetime(2000, 1, 1, tzinfo=UTC), models.DateTimeField()),
                        function="timezone",
                        output_field=models.DateTimeField(),
                    ),
                    False,
                ),
                name="region_time_zone_is_known",
            ),
        ]

    def clean(self) -> None:
        """What the map and the search for a region stand on must hold for polygons typed into a form too."""
        if self.code == NATIONAL and self.boundary is not None:
            raise ValidationError({"boundary": _("The national queue has no boundary.")})
        if self.code != NATIONAL and self.boundary is None:
            raise ValidationError({"boundary": _("A region needs a boundary.")})
        if self.boundary is not None and not self.boundary.valid:
            raise ValidationError({"boundary": _("The boundary crosses or touches itself.")})
        if not is_time_zone(self.time_zone):
            raise ValidationError({"time_zone": _("This time zone is not known.")})


@pghistory.track()
class District(Named):
    """A second-level unit by SOATO code. It has no polygon: a district is given or unknown, never guessed."""

    soato = models.CharField("SOATO", max_length=10, primary_key=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="districts", verbose_name=_("region"))

    objects = DistrictQuerySet.as_manager()

    class Meta:
        ordering = ("region", "name_uz")
        verbose_name = _("district")
        verbose_name_plural = _("districts")


@pghistory.track(exclude=["search"])
class Place(Named):
    """A populated place, for search and labels. `population` 0 means unknown."""

    geonames_id = models.PositiveIntegerField("GeoNames", primary_key=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="places", verbose_name=_("region"))
    population = models.PositiveIntegerField(_("population"), default=0)
    location = models.PointField(_("location"), srid=SRID)
    spellings = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("other spellings")
    )
    search = models.TextField(_("search words"), blank=True, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("-population",)
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search words in step with the names."""
        self.search = self.search_words()
        super().save(*args, **kwargs)

    def search_words(self) -> str:
        """Every spelling of the name, folded."""
        return folded_words(self.name_uz, self.name_uz_cyrl, self.name_ru, self.name_en, *self.spellings)
