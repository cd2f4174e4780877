"""Mahallas and beats: the areas that somebody answers for."""

from typing import Any

import pghistory
from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core.geo import SRID, to_shape
from apps.inspectors.models.units import Inspector, Unit
from apps.inspectors.patrol_area_querysets import PatrolAreaQuerySet
from apps.inspectors.patrol_area_rules import lies_inside
from apps.regions.models import District, Region


class _IsValid(models.Func):
    function = "ST_IsValid"
    output_field = models.BooleanField()


class PatrolAreaKind(models.TextChoices):
    MAHALLA = "mahalla", _("mahalla")
    BEAT = "beat", _("beat")


@pghistory.track()
class PatrolArea(models.Model):
    """An area of one region by its code, and who answers for it. Never deleted: one that is given up is not active."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PatrolAreaKind.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="patrol_areas", verbose_name=_("region"))
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="patrol_areas",
        verbose_name=_("district"),
    )
    name_uz = models.CharField(_("name in Uzbek"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    area = models.MultiPolygonField(_("area"), srid=SRID)
    inspector = models.ForeignKey(
        Inspector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="patrol_areas",
        verbose_name=_("inspector"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="patrol_areas", verbose_name=_("unit")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = PatrolAreaQuerySet.as_manager()

    class Meta:
        ordering = ("region", "code")
        verbose_name = _("patrol area")
        verbose_name_plural = _("patrol areas")
        constraints = [
            models.CheckConstraint(condition=~models.Q(code=""), name="patrol_area_has_a_code"),
            models.CheckConstraint(
                condition=models.Q(kind__in=PatrolAreaKind.values), name="patrol_area_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(_IsValid("area")), name="patrol_area_has_a_valid_shape"
            ),
        ]

    @property
    def name(self) -> str:
        """The name in the active language; Uzbek where there is none in it."""
        language = (get_language() or "uz").split("-")[0]
        return {"ru": self.name_ru, "en": self.name_en}.get(language, "") or self.name_uz

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def clean(self) -> None:
        """Drawn or imported, an area lies in its region, as does whoever answers for it."""
        super().clean()
        errors: dict[str, ValidationError] = {}
        for name in ("district", "inspector", "unit"):
            row = getattr(self, name)
            if row is not None and row.region_id != self.region_id:
                errors[name] = ValidationError(_("This belongs to another region."), "other_region")
        problem = self._problem_of_area()
        if problem is not None:
            errors["area"] = problem
        if errors:
            raise ValidationError(errors)

    def _problem_of_area(self) -> ValidationError | None:
        area: Any = self.area
        if area is None or not hasattr(self, "region"):
            return None  # told by the fields themselves
        if not area.valid:
            return ValidationError(_("The boundary crosses or touches itself."), "invalid_area")
        boundary = self.region.boundary
        if boundary is None or not lies_inside(to_shape(area), to_shape(boundary)):
            return ValidationError(_("The area lies outside of its region."), "area_outside_region")
        return None
